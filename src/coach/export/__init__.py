"""What leaves the app: calendars, watch workouts, the report for a clinician."""
