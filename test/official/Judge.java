import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import com.google.gson.Gson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirDefaultPolicyAdvisor;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator.NullEvaluationContext;
import org.hl7.fhir.common.hapi.validation.validator.WorkerContextValidationSupportAdapter;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.elementmodel.Manager;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r5.model.Base;
import org.hl7.fhir.r5.model.Resource;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.utils.XVerExtensionManager;
import org.hl7.fhir.r5.utils.validation.ValidatorSession;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.r5.utils.validation.constants.IdStatus;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.utilities.validation.ValidationMessage.IssueSeverity;
import org.hl7.fhir.validation.ValidatorSettings;
import org.hl7.fhir.validation.instance.InstanceValidator;

/**
 * HL7's validator over folders of JSON and XML, offline: java Judge.java DEFINITIONS... -- RESOURCES...
 * What it finds goes to standard output, an object a line; the last line says how many files it read.
 */
public final class Judge {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:^|.*/)([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$");
  private static final Gson JSON = new Gson();

  private final WorkerContextValidationSupportAdapter context;

  private Judge(List<Path> definitions) {
    FhirContext r4 = FhirContext.forR4Cached();
    PrePopulatedValidationSupport given = new PrePopulatedValidationSupport(r4);
    for (Path path : definitions) given.addResource(r4.newJsonParser().parseResource(read(path)));
    ValidationSupportChain chain =
        new ValidationSupportChain(
            given,
            unversioned(r4),
            new CommonCodeSystemsTerminologyService(r4),
            new InMemoryTerminologyServerValidationSupport(r4),
            new UnknownCodeSystemWarningValidationSupport(r4));
    // FHIR asks that one coding of a concept be in the set that is bound, HAPI that all be, unless told.
    chain.setCodeableConceptValidationSuccessfulIfNotAllCodingsAreValid(true);
    context = withoutLists(chain);
  }

  /** Supplements of code systems are looked for in a list of them all, which HAPI refuses to give; ours have none. */
  private static WorkerContextValidationSupportAdapter withoutLists(ValidationSupportChain chain) {
    return new WorkerContextValidationSupportAdapter(chain) {
      @Override
      public <T extends Resource> List<T> fetchResourcesByType(Class<T> type) {
        return type == StructureDefinition.class ? super.fetchResourcesByType(type) : List.of();
      }
    };
  }

  /** HAPI has R4's definitions by their plain addresses only; published snapshots name them as of 4.0.1. */
  private static DefaultProfileValidationSupport unversioned(FhirContext r4) {
    return new DefaultProfileValidationSupport(r4) {
      @Override
      public IBaseResource fetchStructureDefinition(String url) {
        return super.fetchStructureDefinition(url.replace("|4.0.1", ""));
      }
    };
  }

  /** A reference tells the type of what it names, which is all that a slice by type asks for. */
  private final class Named extends NullEvaluationContext {
    @Override
    public Base resolveReference(FHIRPathEngine engine, Object app, String url, Base from) {
      Matcher named = REFERENCE.matcher(url);
      if (!named.matches() || !context.getResourceNamesAsSet().contains(named.group(1))) return null;
      Map<String, String> bare = Map.of("resourceType", named.group(1), "id", named.group(2));
      try {
        return Manager.parseSingle(context, streamOf(JSON.toJson(bare)), FhirFormat.JSON);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }

  private List<ValidationMessage> judge(String resource, FhirFormat format) {
    ValidatorSettings settings = new ValidatorSettings();
    settings.setAssumeValidRestReferences(true);
    InstanceValidator validator =
        new InstanceValidator(
            context, new Named(), new XVerExtensionManager(context), new ValidatorSession(), settings);
    validator.setAnyExtensionsAllowed(false);
    validator.setErrorForUnknownProfiles(true);
    validator.setUnknownCodeSystemsCauseErrors(true);
    validator.setResourceIdRule(IdStatus.OPTIONAL);
    validator.setBestPracticeWarningLevel(BestPracticeWarningLevel.Warning);
    validator.setPolicyAdvisor(new FhirDefaultPolicyAdvisor());
    List<ValidationMessage> found = new ArrayList<>();
    validator.validate(null, found, streamOf(resource), format, new ArrayList<>());
    return found;
  }

  private static String line(Path file, ValidationMessage one) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("file", file.toString());
    line.put("severity", one.getLevel().toCode());
    line.put("kind", one.getMessageId() == null ? "" : one.getMessageId());
    line.put("path", one.getLocation() == null ? "" : one.getLocation());
    line.put("text", one.getMessage());
    return JSON.toJson(line) + "\n";
  }

  private String lines(Path file) {
    StringBuilder said = new StringBuilder();
    FhirFormat format = file.toString().endsWith(".xml") ? FhirFormat.XML : FhirFormat.JSON;
    try {
      for (ValidationMessage one : judge(read(file), format))
        if (one.getLevel() != IssueSeverity.INFORMATION) said.append(line(file, one));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError error) {
      ValidationMessage broken = new ValidationMessage();
      said.append(line(file, broken.setLevel(IssueSeverity.FATAL).setMessage(error.toString())));
    }
    return said.toString();
  }

  private static ByteArrayInputStream streamOf(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Manifests and indexes of packages are no resources. */
  private static List<Path> resources(List<String> folders) {
    List<Path> all = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(file -> file.getFileName().toString().matches("[A-Z].*\\.(?:json|xml)")).sorted().forEach(all::add);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
    return all;
  }

  public static void main(String[] folders) {
    List<String> given = Arrays.asList(folders);
    int parted = given.indexOf("--");
    Judge judge = new Judge(resources(given.subList(0, parted)));
    List<Path> judged = resources(given.subList(parted + 1, given.size()));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    judged.parallelStream().map(judge::lines).forEachOrdered(out::print);
    out.println(JSON.toJson(Map.of("judged", judged.size())));
    out.flush();
  }
}
