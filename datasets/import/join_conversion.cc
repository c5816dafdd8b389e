#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "datasets/import/join.h"

/// From LSOAs of 2011 to those of 2021.
namespace placewright::datasets {
namespace {

/// Numbers that count people are shared out; all others (scores, rates) are averaged.
bool is_count(std::string_view name) {
  return name == "population" || name.find("population") != std::string_view::npos ||
         name.find("children_aged") != std::string_view::npos;
}

}  // namespace

Conversion build_conversion(std::span<const LookupLink> links,
                            const std::unordered_map<std::string, double>& people) {
  Conversion conversion;
  for (const auto& link : links) conversion.shares[link.code_2011].emplace_back(link.code_2021, 0.0);
  for (auto& [code, parts] : conversion.shares) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());  // two lookups name the same links
    for (const auto& [target, share] : parts) ++conversion.sources[target];
    double sum = 0;
    bool known = true;
    for (const auto& [target, share] : parts) {
      const auto at = people.find(target);
      known = known && at != people.end();
      if (at != people.end()) sum += at->second;
    }
    known = known && sum > 0;
    if (!known && parts.size() > 1) conversion.by_equal_parts.insert(code);
    for (auto& [target, share] : parts)
      share = known ? people.at(target) / sum : 1.0 / static_cast<double>(parts.size());
  }
  return conversion;
}

void convert_to_2021(AreaTable& table, const Conversion& conversion, Collected& collected) {
  auto& source = collected.taken[table.taken].source;
  if (conversion.empty()) {
    collected.findings.push_back({"LSOA11_NOT_CONVERTED", geo::Severity::warning, source.file,
                                  "its codes are LSOAs of 2011 and no lookup to those of 2021 was among the "
                                  "files: only unchanged codes match",
                                  "import it together with the LSOA (2011) to LSOA (2021) lookup"});
    return;
  }
  std::vector<std::uint32_t> order(table.code.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return table.code[a] < table.code[b]; });
  const std::vector<double>* people = nullptr;
  for (const auto& [name, column] : table.numbers)
    if (name.starts_with("total_population")) people = &column;
  struct Part {
    std::uint32_t row;
    double share, weight;
  };
  std::map<std::string, std::vector<Part>> parts;
  std::int64_t unknown = 0, changed = 0;
  for (const auto row : order) {
    const auto at = conversion.shares.find(table.code[row]);
    if (at == conversion.shares.end()) {
      ++unknown;
      continue;
    }
    const double weight = people != nullptr && !is_missing((*people)[row]) ? (*people)[row] : 1.0;
    for (const auto& [code, share] : at->second) parts[code].push_back({row, share, weight * share});
  }
  AreaTable out;
  out.taken = table.taken;
  for (const auto& [code, of] : parts) {
    out.code.push_back(code);
    out.name.emplace_back();
    auto& rows = out.made_of.emplace_back();
    for (const auto& part : of) rows.push_back(part.row);
    const bool unchanged = of.size() == 1 && of.front().share == 1.0;
    if (!unchanged) ++changed;
    for (const auto& [name, column] : table.numbers) {
      double sum = 0, weights = 0;
      for (const auto& part : of) {
        if (is_missing(column[part.row])) continue;
        sum += column[part.row] * (is_count(name) ? part.share : part.weight);
        weights += part.weight;
      }
      double value = weights == 0 ? kMissing : is_count(name) ? sum : sum / weights;
      if (!unchanged && name.ends_with("rank")) value = kMissing;
      if (!unchanged && name.ends_with("decile") && !is_missing(value)) value = std::round(value);
      out.numbers[name].push_back(value);
    }
  }
  leave_out(source, unknown, "LSOAs of 2011 that the lookup does not know");
  collected.findings.push_back({"LSOA11_CONVERTED", geo::Severity::warning, source.file,
                                fmt::format("codes of 2011 became those of 2021: scores by means weighted "
                                            "with people, deciles rounded; {} areas of "
                                            "England and Wales are made of other areas and have no rank",
                                            changed),
                                "use the edition on 2021 areas where there is one"});
  table = std::move(out);
}

}  // namespace placewright::datasets
