package portal

import "time"

// Day is a civil day as the number of days since 1 January 1970, without a zone. Zero means no day.
type Day int32

// DayOf returns the civil day of t in zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return DateOf(y, m, d)
}

// DateOf returns the day of a calendar date; out-of-range months and days carry over.
func DateOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time returns midnight UTC of the day: for formatting only.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Month returns the month the day lies in.
func (d Day) Month() Month {
	t := d.Time()
	return MonthOf(t.Year(), t.Month())
}

// ISO returns the day as 2006-01-02, or "" for no day.
func (d Day) ISO() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// ParseDay reads 2006-01-02. An empty string is no day.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1971 || t.Year() > 2200 {
		return 0, Invalid("Write the day as year-month-day.")
	}
	return DateOf(t.Date()), nil
}

// Month is a calendar month as year×12 + month−1.
type Month int32

// MonthOf returns the month of a calendar date.
func MonthOf(year int, month time.Month) Month { return Month(year*12 + int(month) - 1) }

// First returns the first day of the month.
func (m Month) First() Day { return DateOf(int(m)/12, time.Month(int(m)%12+1), 1) }
