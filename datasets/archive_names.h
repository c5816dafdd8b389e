#pragma once

#include <string>

namespace placewright::datasets {

/// Throws InputError for a zip archive that names a file twice, by an absolute path or by a way out of its folder ("..").
/// GDAL passes over such entries without a word, and nothing that a person gives is left out in silence.
/// path: on disk or within an archive; name: how messages call it. Damage is left to whoever unpacks it.
void refuse_odd_names(const std::string& path, const std::string& name);

}  // namespace placewright::datasets
