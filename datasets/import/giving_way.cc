#include "datasets/import/giving_way.h"

namespace placewright::datasets {

std::optional<Kind> kind_of_layout(std::string_view name) {
  for (const auto& format : formats())
    if (format.name == name) return format.kind;
  return std::nullopt;
}

std::set<std::string> files_giving_way(const Place& place, const Collected& collected,
                                       const std::function<bool(Kind)>& is_of) {
  const auto is_old = [&](const Source& old) {
    const auto kind = kind_of_layout(old.taken_for);
    return kind && is_of(*kind);
  };
  std::set<std::string> gone;
  std::string only;
  std::size_t files = 0;
  for (const auto& old : place.sources) {
    if (!is_old(old)) continue;
    ++files;
    only = old.file;
  }
  for (const auto& taken : collected.taken) {
    if (!is_of(taken.recognised.format.kind)) continue;
    gone.insert(taken.source.file);
    for (const auto& old : place.sources) {
      const bool same_bytes = !old.checksum.empty() && old.checksum == taken.source.checksum &&
                              old.taken_for == taken.source.taken_for &&
                              old.file.find('|') == std::string::npos;
      const bool other_edition = !taken.source.publisher.empty() && old.taken_for == taken.source.taken_for &&
                                 !old.vintage.empty() && !taken.source.vintage.empty() &&
                                 old.vintage != taken.source.vintage;
      if (same_bytes || other_edition) gone.insert(old.file);
    }
  }
  // An older program did not note the file of each row: it is known where there was but one.
  if (files == 1 && gone.contains(only)) gone.insert("");
  return gone;
}

}  // namespace placewright::datasets
