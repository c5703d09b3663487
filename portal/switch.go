package portal

// Switched reads a form of modules and permissions: on holds the ticked modules and permissions, was the
// modules that were on when the form was drawn. A module that was switched takes its whole group with it;
// one that was left alone follows its permissions. It returns what is off.
func Switched(modules, was, permissions []string) (off Permissions, err error) {
	on, err := ParsePermissions(permissions)
	if err != nil {
		return 0, err
	}
	has := func(list []string, key string) bool {
		for _, k := range list {
			if k == key {
				return true
			}
		}
		return false
	}
	for _, m := range Modules {
		isOn, wasOn := has(modules, m.Key), has(was, m.Key)
		switch {
		case !isOn:
			off |= m.Group()
		case wasOn && len(m.Permissions) > 1:
			off |= m.Group() &^ on
		}
	}
	return off, nil
}
