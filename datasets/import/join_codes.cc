#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "datasets/import/join.h"
#include "geo/error.h"

/// Codes written in other letters than those of the place.
namespace placewright::datasets {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// E01000001, Z00001, U00001: codes whose letters are capitals wherever they are published.
bool is_official(std::string_view code) { return is_gss_code(code) || code_form(code) == "A99999"; }

/// The codes that are known, found by their letters whatever their case.
class KnownCodes {
 public:
  void add(const std::string& code) {
    exact_.insert(code);
    const auto [at, is_new] = by_lower_.emplace(lower(code), code);
    if (!is_new && at->second != code)
      at->second.clear();  // two codes differ by case alone: neither is meant
  }
  /// The code as the place writes it; the same text where it is known or nothing like it is.
  [[nodiscard]] std::string settled(const std::string& code) const {
    if (exact_.contains(code)) return code;
    if (const auto at = by_lower_.find(lower(code)); at != by_lower_.end() && !at->second.empty())
      return at->second;
    const std::string capitals = upper(code);
    return is_official(capitals) ? capitals : code;
  }

 private:
  std::unordered_set<std::string> exact_;
  std::unordered_map<std::string, std::string> by_lower_;
};

/// How many codes of each table were read in other letters, with the first of them.
class Folding {
 public:
  Folding(const Collected& collected) : counts_(collected.taken.size()) {}
  void fold(std::string& code, const KnownCodes& known, std::size_t taken) {
    if (code.empty()) return;
    std::string settled = known.settled(code);
    if (settled == code) return;
    auto& count = counts_[taken];
    if (count.codes++ == 0) count.example = fmt::format("{} as {}", code, settled);
    code = std::move(settled);
  }
  void tell(Collected& collected) const {
    for (std::size_t k = 0; k < counts_.size(); ++k)
      if (counts_[k].codes > 0)
        collected.findings.push_back(
            {"CODES_FOLDED", geo::Severity::note, collected.taken[k].table.name(),
             fmt::format("{} codes are written in other letters and were read as the place "
                         "writes them, such as {}",
                         counts_[k].codes, counts_[k].example),
             "nothing"});
  }

 private:
  struct Count {
    std::int64_t codes = 0;
    std::string example;
  };
  std::vector<Count> counts_;
};

KnownCodes known_areas(const Place& place, const Collected& collected) {
  KnownCodes known;
  for (const auto& code : place.areas.code) known.add(code);
  for (const auto& table : collected.areas)
    if (!table.shape.empty())
      for (const auto& code : table.code) known.add(is_gss_code(upper(code)) ? upper(code) : code);
  return known;
}

KnownCodes known_sites(const Place& place, const Collected& collected) {
  KnownCodes known;
  for (const auto& site : place.sites) known.add(site.id);
  for (const auto& record : collected.sites)
    known.add(is_official(upper(record.site.id)) ? upper(record.site.id) : record.site.id);
  return known;
}

void refuse_twice(const AreaTable& table, const Collected& collected) {
  std::set<std::string_view> seen;
  for (const auto& code : table.code)
    if (!seen.insert(code).second)
      throw geo::InputError{
          {collected.taken[table.taken].table.name(),
           fmt::format("the area code {} stands twice, in capital and in small letters", code),
           "take one of the two rows out"}};
}

}  // namespace

void fold_codes(const Place& place, Collected& collected) {
  Folding folding(collected);
  const KnownCodes areas = known_areas(place, collected), sites = known_sites(place, collected);
  for (auto& table : collected.areas) {
    for (auto& code : table.code) folding.fold(code, areas, table.taken);
    refuse_twice(table, collected);
  }
  for (auto& link : collected.lookup) {
    folding.fold(link.code_2011, areas, link.taken);
    folding.fold(link.code_2021, areas, link.taken);
  }
  for (auto& table : collected.registrations) {
    for (auto& code : table.area) folding.fold(code, areas, table.taken);
    for (auto& code : table.practice) folding.fold(code, sites, table.taken);
  }
  for (auto& [taken, line, row] : collected.segments) folding.fold(row.area, areas, taken);
  for (auto& [taken, line, code] : collected.priority) folding.fold(code, areas, taken);
  for (auto& [taken, line, row] : collected.projections) folding.fold(row.area_code, areas, taken);
  for (auto& [taken, line, row] : collected.footprints) folding.fold(row.member_id, areas, taken);
  for (auto& record : collected.sites) {
    folding.fold(record.site.id, sites, record.taken);
    folding.fold(record.site.pcn_code, sites, record.taken);
  }
  for (auto& value : collected.practice_values) folding.fold(value.practice, sites, value.taken);
  for (auto& one : collected.memberships) {
    folding.fold(one.practice, sites, one.taken);
    folding.fold(one.pcn_code, sites, one.taken);
  }
  for (auto& record : collected.workforce) {
    folding.fold(record.row.area_id, areas, record.taken);
    folding.fold(record.row.practice_code, sites, record.taken);
    folding.fold(record.row.pcn_code, sites, record.taken);
    folding.fold(record.row.base_id, sites, record.taken);
  }
  folding.tell(collected);
}

}  // namespace placewright::datasets
