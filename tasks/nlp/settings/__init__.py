"""Where and when the harm of a claim happened, and which claims tell of one incident."""
