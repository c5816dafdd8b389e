#pragma once

#include "datasets/read/table.h"

namespace placewright::datasets {

/// Throws InputError when a staff table looks like named people: a heading for a person's name, birth,
/// address or number (ESR, payroll, National Insurance, NHS, registration with a regulator), or a cell among
/// the first rows that has the form of a National Insurance number or an e-mail address. Only aggregates
/// belong in a place.
void refuse_people(const InputTable& table, std::size_t header_rows);

}  // namespace placewright::datasets
