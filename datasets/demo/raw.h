#pragma once

#include <string>
#include <vector>

#include "datasets/demo/demo.h"
#include "datasets/place/place.h"

namespace placewright::datasets {

/// Writes the demo place again as the files its publishers would have made, in their layouts and with their
/// quirks: codes of 2011, byte order marks, cut headings, rows without a header, totals among the rows, a
/// ring within a ring. Returns the paths. `folder` is made where it is missing; files of the same name are
/// overwritten. Throws InputError when a file cannot be written. Needs: a place from make_demo(options).
[[nodiscard]] std::vector<std::string> write_demo_raw(const Place& place, const DemoOptions& options,
                                                      const std::string& folder);

}  // namespace placewright::datasets
