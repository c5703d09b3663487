// Package bench measures SPEC §13 as ratios within one run: `make bench`.
package bench
