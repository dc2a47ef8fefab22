"""What lists say of a person beside the name, made comparable: dates, documents, sex, places, relatives."""
