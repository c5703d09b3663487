// Package service is what people do: the use cases, one file per concept. A use case exists once; who acts
// is in its Scope. What must follow (mail, reminders) is written as a task in the same transaction.
package service
