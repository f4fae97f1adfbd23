// A measurement also carries R4's extension http://hl7.org/fhir/StructureDefinition/observation-bodyPosition.

Profile: SamspilObservation
Parent: Observation
Id: samspil-observation
Title: "Measurement (måling)"
Description: "Blood pressure, pulse, weight, oxygen saturation, temperature or blood glucose, at home or by staff. A blood pressure is one panel of two components. What is not yet in Cura has the tag awaiting-delivery."
* insert Danish([[Måling]], [[Blodtryk, puls, vægt, iltmætning, temperatur eller blodsukker, målt hjemme eller af personalet. Et blodtryk er ét panel med to komponenter. Det, der endnu ikke er i Cura, har mærket awaiting-delivery.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-observation|3.7.0)
* identifier 0..1
* identifier.value 1..1
* basedOn 0..1
* basedOn only Reference(SamspilServiceRequest)
* status from MeasurementStatuses (required)
* category 1..1
* category from MeasurementCategories (required)
* code from MeasurementKinds (required)
* code.coding 1..4
* subject 1..1
* subject only Reference(SamspilPatient)
* effective[x] 1..1
* effective[x] only dateTime
* performer 0..3
* performer only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner)
* value[x] only Quantity
* value[x] from MeasurementUnits (required)
* valueQuantity.value 1..1
* valueQuantity.code 1..1
* valueQuantity.system = "http://unitsofmeasure.org"
* note 0..1
* method from MeasurementMethods (required)
* component 0..2
* component ^slicing.discriminator.type = #pattern
* component ^slicing.discriminator.path = "code"
* component ^slicing.rules = #closed
* component contains systolic 0..1 and diastolic 0..1
* component[systolic].code = http://loinc.org#8480-6
* component[systolic].value[x] 1..1
* component[systolic].value[x] only Quantity
* component[systolic].valueQuantity.code = #mm[Hg]
* component[diastolic].code = http://loinc.org#8462-4
* component[diastolic].value[x] 1..1
* component[diastolic].value[x] only Quantity
* component[diastolic].valueQuantity.code = #mm[Hg]
* . obeys samspil-obs-1
* extension contains
    MeasurementSource named source 1..1 and
    ConfirmedUnlikely named confirmed 0..1 and
    ActingParty named actingParty 0..1

Invariant: samspil-obs-1
Description: "A blood pressure has both components and no value; any other measurement has one value and no components."
Severity: #error
Expression: "code.coding.where(code = '85354-9').exists() = (component.count() = 2) and component.exists() != value.exists()"

Extension: MeasurementSource
Id: measurement-source
Title: "Who measured"
Description: "The citizen, a relative, staff, or a device by itself."
Context: Observation
* insert Danish([[Hvem målte]], [[Borgeren, en pårørende, personalet eller et apparat af sig selv.]])
* value[x] only code
* value[x] from MeasurementSources (required)

Extension: ConfirmedUnlikely
Id: confirmed-unlikely
Title: "The value is unlikely, and right"
Description: "Whoever sent it was asked, and says that the value was read so."
Context: Observation
* insert Danish([[Værdien er usandsynlig og rigtig]], [[Den, der sendte den, blev spurgt og siger, at den blev aflæst sådan.]])
* value[x] only boolean

CodeSystem: MeasurementSourceCode
Id: measurement-source
Title: "Who measures"
* insert DanishTitle([[Hvem der måler]])
* ^caseSensitive = true
* ^content = #complete
* #self "Borgeren selv"
* #self insert En([[The citizen]])
* #relative "En pårørende"
* #relative insert En([[A relative]])
* #staff "Personalet"
* #staff insert En([[Staff]])
* #device "Et apparat"
* #device insert En([[A device]])

ValueSet: MeasurementSources
Id: measurement-sources
Title: "Who measures"
* insert DanishTitle([[Hvem der måler]])
* include codes from system MeasurementSourceCode

CodeSystem: MeasurementMethod
Id: measurement-method
Title: "How it was measured"
* insert DanishTitle([[Hvordan der blev målt]])
* ^caseSensitive = true
* ^content = #complete
* #manual "Manuelt"
* #manual insert En([[By hand]])
* #automatic "Automatisk"
* #automatic insert En([[Automatic]])

ValueSet: MeasurementMethods
Id: measurement-methods
Title: "Ways to measure"
* insert DanishTitle([[Måder at måle]])
* include codes from system MeasurementMethod

CodeSystem: DeliveryState
Id: delivery-state
Title: "Whether Cura has it"
Description: "Stands in meta.tag; without it Cura has the resource."
* insert Danish([[Om Cura har den]], [[Står i meta.tag; uden det har Cura ressourcen.]])
* ^caseSensitive = true
* ^content = #complete
* #awaiting-delivery "Accepted here; Cura gets it as soon as it can be reached"
* #awaiting-delivery insert Da([[Modtaget her; Cura får den, så snart den kan nås]])
* #undelivered "Cura has refused it for good: staff do not see it there"
* #undelivered insert Da([[Cura har afvist den for altid: personalet ser den ikke dér]])

ValueSet: MeasurementStatuses
Id: measurement-statuses
Title: "States of a measurement"
* insert DanishTitle([[En målings tilstande]])
* http://hl7.org/fhir/observation-status#final
* http://hl7.org/fhir/observation-status#corrected
* http://hl7.org/fhir/observation-status#entered-in-error

ValueSet: MeasurementCategories
Id: measurement-categories
Title: "Categories of measurements"
* insert DanishTitle([[Kategorier af målinger]])
* http://terminology.hl7.org/CodeSystem/observation-category#vital-signs
* http://terminology.hl7.org/CodeSystem/observation-category#laboratory

ValueSet: MeasurementKinds
Id: measurement-kinds
Title: "Kinds of measurements"
* insert DanishTitle([[Slags målinger]])
* http://loinc.org#85354-9
* http://loinc.org#8867-4
* http://loinc.org#29463-7
* http://loinc.org#2708-6
* http://loinc.org#8310-5
* http://npu-terminology.org#NPU22089

ValueSet: MeasurementUnits
Id: measurement-units
Title: "Units of measurements"
* insert DanishTitle([[Måleenheder]])
* http://unitsofmeasure.org#mm[Hg]
* http://unitsofmeasure.org#/min
* http://unitsofmeasure.org#kg
* http://unitsofmeasure.org#%
* http://unitsofmeasure.org#Cel
* http://unitsofmeasure.org#mmol/L
