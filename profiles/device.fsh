Profile: SamspilDevice
Parent: Device
Id: samspil-device
Title: "System that acts"
Description: "Cura, this service or the link of a reminder, where one of them is the agent of a Provenance."
* status 1..1
* status = #active
* deviceName 1..1
