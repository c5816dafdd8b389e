#include "viewer/session/sources.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace placewright::viewer {
namespace {

/// Parts of the names of formats, the one that is wanted most first.
std::vector<std::string_view> formats_of(SourceTopic topic) {
  switch (topic) {
    case SourceTopic::people:
      return {"residents by age", "TS007A", "TS007", "opulation", "areas with people", "residents"};
    case SourceTopic::deprivation:
      return {"IoD", "WIMD", "eprivation"};
    case SourceTopic::staff:
      return {"orkforce", "taff"};
    case SourceTopic::registered:
      return {"patients registered"};
    case SourceTopic::sites:
      return {"GP practices", "practices", "sites"};
    case SourceTopic::areas:
      return {"boundaries"};
  }
  return {};
}

std::string latest_day(const datasets::Place& place) {
  std::string latest;
  for (const auto& row : place.workforce) latest = std::max(latest, row.as_at);
  return latest;
}

std::string words_of(const datasets::Source& source) {
  const auto& by = source.publisher.empty() ? source.file : source.publisher;
  const auto when = source.vintage.empty() && source.imported.size() >= 10
                        ? "imported " + source.imported.substr(0, 10)
                        : source.vintage;
  return when.empty() ? by : by + ", " + when;
}

}  // namespace

std::string source_of(const datasets::Place& place, SourceTopic topic) {
  const auto as_at = topic == SourceTopic::staff ? latest_day(place) : std::string();
  for (const auto part : formats_of(topic))
    for (const auto& source : place.sources) {
      if (source.taken_for.find(part) == std::string::npos) continue;
      if (as_at.empty()) return words_of(source);
      return (source.publisher.empty() ? source.file : source.publisher) + ", as at " + as_at;
    }
  return as_at.empty() ? std::string() : "as at " + as_at;
}

}  // namespace placewright::viewer
