Profile: SamspilStructureMap
Parent: StructureMap
Id: samspil-structure-map
Title: "How a record of Cura becomes a resource"
Description: "A mapping of one record and one resource in one direction, made of the rows that the service maps by. The description lists what the mapping language cannot say."
* insert Danish([[Hvordan en post fra Cura bliver til en ressource]], [[En oversættelse mellem én post og én ressource i én retning, lavet af de rækker, som tjenesten oversætter efter. Beskrivelsen opregner, hvad sproget ikke kan sige.]])
* url 1..1
* title 1..1
* description 1..1
* structure 2..2
* group 1..1
