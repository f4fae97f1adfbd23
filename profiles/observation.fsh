// A measurement also carries R4's extension http://hl7.org/fhir/StructureDefinition/observation-bodyPosition.

Profile: SamspilObservation
Parent: Observation
Id: samspil-observation
Title: "Measurement (måling)"
Description: "Blood pressure, pulse, weight, oxygen saturation, temperature or blood glucose, at home or by staff. A blood pressure is one panel of two components. What is not yet in Cura has the tag awaiting-delivery."
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
* value[x] only code
* value[x] from MeasurementSources (required)

Extension: ConfirmedUnlikely
Id: confirmed-unlikely
Title: "The value is unlikely, and right"
Description: "Whoever sent it was asked, and says that the value was read so."
Context: Observation
* value[x] only boolean

CodeSystem: MeasurementSource
Id: measurement-source
Title: "Who measures"
* ^caseSensitive = true
* ^content = #complete
* #self "Borgeren selv"
* #relative "En pårørende"
* #staff "Personalet"
* #device "Et apparat"

ValueSet: MeasurementSources
Id: measurement-sources
Title: "Who measures"
* include codes from system MeasurementSource

CodeSystem: MeasurementMethod
Id: measurement-method
Title: "How it was measured"
* ^caseSensitive = true
* ^content = #complete
* #manual "Manuelt"
* #automatic "Automatisk"

ValueSet: MeasurementMethods
Id: measurement-methods
Title: "Ways to measure"
* include codes from system MeasurementMethod

CodeSystem: DeliveryState
Id: delivery-state
Title: "Whether Cura has it"
Description: "Stands in meta.tag; without it Cura has the resource."
* ^caseSensitive = true
* ^content = #complete
* #awaiting-delivery "Accepted here; Cura gets it as soon as it can be reached"
* #undelivered "Cura has refused it for good: staff do not see it there"

ValueSet: MeasurementStatuses
Id: measurement-statuses
Title: "States of a measurement"
* http://hl7.org/fhir/observation-status#final
* http://hl7.org/fhir/observation-status#corrected
* http://hl7.org/fhir/observation-status#entered-in-error

ValueSet: MeasurementCategories
Id: measurement-categories
Title: "Categories of measurements"
* http://terminology.hl7.org/CodeSystem/observation-category#vital-signs
* http://terminology.hl7.org/CodeSystem/observation-category#laboratory

ValueSet: MeasurementKinds
Id: measurement-kinds
Title: "Kinds of measurements"
* http://loinc.org#85354-9
* http://loinc.org#8867-4
* http://loinc.org#29463-7
* http://loinc.org#2708-6
* http://loinc.org#8310-5
* http://npu-terminology.org#NPU22089

ValueSet: MeasurementUnits
Id: measurement-units
Title: "Units of measurements"
* http://unitsofmeasure.org#mm[Hg]
* http://unitsofmeasure.org#/min
* http://unitsofmeasure.org#kg
* http://unitsofmeasure.org#%
* http://unitsofmeasure.org#Cel
* http://unitsofmeasure.org#mmol/L
