"""Date expressions and the days they stand for, counted from the day of publication."""
