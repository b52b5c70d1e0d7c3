package genesys

import "time"

// wall tells what the clocks on the walls of a zone show. It keeps one day, the one that was asked for
// last.
type wall struct {
	loc *time.Location
	day int32
	set bool
	off int // seconds east of UTC at the beginning of the day
	// next is the offset after the change on this day, which comes when clocks show at; off: no change.
	next int
	at   time.Duration
}

// turn makes the day the current one.
func (w *wall) turn(day int32) {
	if w.set && w.day == day {
		return
	}
	w.day, w.set, w.at = day, true, 0
	t := time.Unix(int64(day)*secondDay-secondDay/2, 0).In(w.loc) // about noon of the day before
	_, w.off = t.Zone()
	w.next = w.off
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() {
			return
		}
		at := end.Unix() + int64(w.off) - int64(day)*secondDay
		if at > secondDay {
			return
		}
		_, w.next = end.Zone()
		if at >= 0 {
			w.at = time.Duration(at) * time.Second
			return
		}
		t, w.off = end, w.next
	}
}

// change is by how much clocks are set on, or back, on the current day.
func (w *wall) change() time.Duration { return time.Duration(w.next-w.off) * time.Second }

// twice tells whether clocks show that time twice on that day.
func (w *wall) twice(day int32, clock time.Duration) bool {
	w.turn(day)
	return clock >= w.at+w.change() && clock < w.at
}

// never tells whether clocks leave that time out on that day.
func (w *wall) never(day int32, clock time.Duration) bool {
	w.turn(day)
	return clock >= w.at && clock < w.at+w.change()
}

// offset is the one in force when clocks show that time; second says that they were set back on that day
// already. A time that clocks leave out counts from before the change.
func (w *wall) offset(day int32, clock time.Duration, second bool) int {
	w.turn(day)
	switch change := w.change(); {
	case change < 0 && (second || clock >= w.at):
		return w.next
	case change > 0 && clock >= w.at+change:
		return w.next
	}
	return w.off
}
