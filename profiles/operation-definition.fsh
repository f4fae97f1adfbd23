Profile: SamspilOperationDefinition
Parent: OperationDefinition
Id: samspil-operation-definition
Title: "Operation of Samspil"
Description: "An operation that is served here and defined by nobody else, with each name that its parameters answer to."
* insert Danish([[Operation i Samspil]], [[En operation, som findes her og ikke er defineret af andre, med hvert navn, dens parametre lyder.]])
* url 1..1
* title 1..1
* description 1..1
* resource 1..*
* parameter 1..*
