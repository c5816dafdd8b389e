#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace placewright::datasets {

/// Of one archive, and of what the archives in it hold together; official ones have about a hundred.
inline constexpr std::size_t kMostEntries = 5'000;
/// Of an archive within another: each of its files is reached by unpacking it from the beginning.
inline constexpr std::size_t kMostEntriesInside = 300;

/// Throws InputError for a zip archive (also a workbook) that names a file twice, by an absolute path or by a
/// way out of its folder (".."): GDAL passes over such entries without a word, and nothing that a person
/// gives is left out in silence. For one that holds a symbolic link, or more than kMostEntries files: GDAL
/// takes minutes to list those. And for one that announces to unpack to far more than it has on disk
/// (refuse_bomb). path: on disk or within an archive; name: how messages call it. Damage is left to whoever
/// unpacks it.
void refuse_odd_archive(const std::string& path, const std::string& name, std::uint64_t on_disk_bytes);

}  // namespace placewright::datasets
