#pragma once

#include <string>
#include <vector>

#include "datasets/import/import.h"

namespace placewright::datasets {

/// Imports into the place file at `path`, in one transaction; makes the file when it is not there. Where
/// another program changed or made it meanwhile, the import begins again with what is there now. Throws
/// InputError, and whatever `progress` throws: the file is as it was then.
ImportResult import_into(const std::string& path, const std::vector<std::string>& files,
                         const ImportOptions& options, const ImportProgress& progress = {});

}  // namespace placewright::datasets
