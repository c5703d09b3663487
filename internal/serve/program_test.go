package serve

import (
	"runtime/debug"
	"testing"
)

func TestMemoryHasALimit(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	if tune(); debug.SetMemoryLimit(-1) != memoryLimit {
		t.Error("no limit")
	}
	debug.SetMemoryLimit(limit)
	t.Setenv("GOMEMLIMIT", "2GiB")
	if tune(); debug.SetMemoryLimit(-1) != limit {
		t.Error("the environment’s own limit is overruled")
	}
}
