#pragma once

#include <string>
#include <vector>

#include "datasets/read/table.h"

class GDALDataset;

namespace placewright::datasets {

/// Keeps GDAL from printing and remembers the first failure that it reported, as long as it lives.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;
  [[nodiscard]] const std::string& first() const { return first_; }
  void note(const char* message);

 private:
  std::string first_;
};

/// The layers or sheets of a file that GDAL reads (local drivers of vectors and workbooks only).
/// Throws InputError where GDAL cannot open it.
[[nodiscard]] std::vector<InputTable> find_layers(const InputTable& file, bool is_workbook);

void read_layer_rows(const InputTable& table, std::size_t skip, const std::vector<bool>& wanted,
                     const std::function<void(const InputRow&)>& visit, std::vector<geo::Finding>& findings);

}  // namespace placewright::datasets
