package words

import (
	"strconv"
	"time"

	"portico/portal"
)

// Day writes a day in full: Tue 3 Mar 2026. No day is "".
func (l *Locale) Day(d portal.Day) string {
	var room [32]byte
	return string(l.AppendDay(room[:0], d))
}

// AppendDay appends what Day returns.
func (l *Locale) AppendDay(b []byte, d portal.Day) []byte { return l.day(b, d, true, true) }

// DayShort writes a day as lists do: Tue 3 Mar this year, 3 Mar 2025 in another.
func (l *Locale) DayShort(d portal.Day) string {
	var room [32]byte
	return string(l.AppendDayShort(room[:0], d))
}

// AppendDayShort appends what DayShort returns.
func (l *Locale) AppendDayShort(b []byte, d portal.Day) []byte {
	thisYear := d.Time().Year() == l.year
	return l.day(b, d, thisYear, !thisYear)
}

func (l *Locale) day(b []byte, d portal.Day, weekday, year bool) []byte {
	if d == 0 {
		return b
	}
	t := d.Time()
	y, m, n := t.Date()
	if l.dates == portal.DateISO {
		return appendISO(b, y, m, n)
	}
	if weekday {
		b = append(b, l.catalog.Days[t.Weekday()]...)
		if l.dates == portal.DateMDY {
			b = append(b, ',')
		}
		b = append(b, ' ')
	}
	month := l.catalog.Months[m-1]
	if l.dates == portal.DateMDY {
		b = strconv.AppendInt(append(append(b, month...), ' '), int64(n), 10)
		if year {
			b = strconv.AppendInt(append(b, ", "...), int64(y), 10)
		}
		return b
	}
	b = append(append(strconv.AppendInt(b, int64(n), 10), ' '), month...)
	if year {
		b = strconv.AppendInt(append(b, ' '), int64(y), 10)
	}
	return b
}

// AppendISO appends a day as 2026-03-03, for attributes.
func AppendISO(b []byte, d portal.Day) []byte {
	if d == 0 {
		return b
	}
	y, m, n := d.Time().Date()
	return appendISO(b, y, m, n)
}

func appendISO(b []byte, y int, m time.Month, n int) []byte {
	b = strconv.AppendInt(b, int64(y), 10)
	return append(b, '-', byte('0'+m/10), byte('0'+m%10), '-', byte('0'+n/10), byte('0'+n%10))
}

// Weekday writes a day's short weekday: Tue.
func (l *Locale) Weekday(d portal.Day) string { return l.catalog.Days[d.Time().Weekday()] }

// Month writes a month: Mar 2026.
func (l *Locale) Month(m portal.Month) string {
	return l.MonthShort(m) + " " + strconv.Itoa(int(m)/12)
}

// MonthShort writes a month's short name: Mar.
func (l *Locale) MonthShort(m portal.Month) string { return l.catalog.Months[int(m)%12] }

// MonthLong writes a month in full: March 2026.
func (l *Locale) MonthLong(m portal.Month) string {
	return l.catalog.LongMonths[int(m)%12] + " " + strconv.Itoa(int(m)/12)
}

// Time writes a moment in the business's zone: Tue 3 Mar, 09:12.
func (l *Locale) Time(t time.Time) string {
	var room [40]byte
	return string(l.AppendTime(room[:0], t))
}

// AppendTime appends what Time returns.
func (l *Locale) AppendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	b = l.AppendDayShort(b, portal.DayOf(t, l.zone))
	return l.clock(append(b, ", "...), t)
}

// Clock writes the time of day in the business's zone: 09:12.
func (l *Locale) Clock(t time.Time) string {
	var room [8]byte
	return string(l.clock(room[:0], t))
}

func (l *Locale) clock(b []byte, t time.Time) []byte {
	h, m, _ := t.In(l.zone).Clock()
	return append(b, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10))
}

// Ago writes when something was, from now: today, 09:40; yesterday, 16:05; else the day alone.
func (l *Locale) Ago(t, now time.Time) string {
	if t.IsZero() {
		return l.T("never")
	}
	day, today := portal.DayOf(t, l.zone), portal.DayOf(now, l.zone)
	switch day {
	case today:
		return l.T("today, %s", l.Clock(t))
	case today - 1:
		return l.T("yesterday, %s", l.Clock(t))
	}
	return l.DayShort(day)
}
