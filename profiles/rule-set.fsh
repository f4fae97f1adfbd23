// What stands in two languages. The text of an element is in the first, its translation is R4's extension.

RuleSet: Danish(title, description)
* ^language = #en
* ^title.extension[0].url = "http://hl7.org/fhir/StructureDefinition/translation"
* ^title.extension[0].extension[0].url = "lang"
* ^title.extension[0].extension[0].valueCode = #da
* ^title.extension[0].extension[1].url = "content"
* ^title.extension[0].extension[1].valueString = "{title}"
* ^description.extension[0].url = "http://hl7.org/fhir/StructureDefinition/translation"
* ^description.extension[0].extension[0].url = "lang"
* ^description.extension[0].extension[0].valueCode = #da
* ^description.extension[0].extension[1].url = "content"
* ^description.extension[0].extension[1].valueString = "{description}"

RuleSet: DanishTitle(title)
* ^title.extension[0].url = "http://hl7.org/fhir/StructureDefinition/translation"
* ^title.extension[0].extension[0].url = "lang"
* ^title.extension[0].extension[0].valueCode = #da
* ^title.extension[0].extension[1].url = "content"
* ^title.extension[0].extension[1].valueString = "{title}"

RuleSet: Da(display)
* ^designation[0].language = #da
* ^designation[0].value = "{display}"

RuleSet: En(display)
* ^designation[0].language = #en
* ^designation[0].value = "{display}"

// What a code means, in Danish: its definition is in English.
RuleSet: Meaning(definition)
* ^definition.extension[0].url = "http://hl7.org/fhir/StructureDefinition/translation"
* ^definition.extension[0].extension[0].url = "lang"
* ^definition.extension[0].extension[0].valueCode = #da
* ^definition.extension[0].extension[1].url = "content"
* ^definition.extension[0].extension[1].valueString = "{definition}"

RuleSet: Imposes(profile)
* ^extension[0].url = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"
* ^extension[0].valueCanonical = "{profile}"

// Why an element is constrained: what is to become a Danish profile must give its reasons.
RuleSet: Why(reason, grund)
* ^requirements = "{reason}"
* ^requirements.extension[0].url = "http://hl7.org/fhir/StructureDefinition/translation"
* ^requirements.extension[0].extension[0].url = "lang"
* ^requirements.extension[0].extension[0].valueCode = #da
* ^requirements.extension[0].extension[1].url = "content"
* ^requirements.extension[0].extension[1].valueString = "{grund}"
