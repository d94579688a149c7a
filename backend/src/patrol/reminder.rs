//! Reminders a day and two hours before (rule V17).
