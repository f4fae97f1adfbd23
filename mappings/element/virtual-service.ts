/** R5's Appointment.virtualService, which R4 lacks. https://hl7.org/fhir/uv/xver-r5.r4/0.1.0/StructureDefinition-ext-R5-Appointment.virtualService.html */
export const virtualServiceUrl =
  'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService';
