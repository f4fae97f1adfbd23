Profile: SamspilValueSet
Parent: ValueSet
Id: samspil-value-set
Title: "Set of codes"
Description: "A value set that a profile of Samspil binds to, or the codes of Cura that a concept map translates."
* insert Danish([[Værdisæt]], [[Et værdisæt, som en af Samspils profiler binder til, eller de af Curas koder, som en oversættelse oversætter.]])
* url 1..1
* name 1..1
* compose 1..1
