#include "boundaries/workforce/cover/publication.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/equity_rounding.h"
#include "datasets/place/checksum.h"
#include "datasets/place/file.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// Areas of each unit, a unit without areas too.
Json units_json(const datasets::Place& place, const Units& units) {
  Json out = Json::object();
  for (const auto& id : units.id) out[id] = Json::array();
  for (std::size_t i = 0; i < units.of_area.size(); ++i)
    if (units.of_area[i] >= 0)
      out[units.id[static_cast<std::size_t>(units.of_area[i])]].push_back(place.areas.code[i]);
  return out;
}

Json figures_json(const std::vector<ShownFigure>& shown) {
  Json out = Json::array();
  for (const auto& figure : shown)
    out.push_back({std::string(1, figure.table), figure.of, figure.name, figure.wte});
  return out;
}

/// What a row of the place says; InputError where it cannot be read.
EarlierPublication read_publication(const datasets::Place& place, const datasets::PublishedRow& row) {
  EarlierPublication earlier;
  earlier.units.of_area.assign(place.areas.size(), -1);
  try {
    const auto units = Json::parse(row.units);
    for (const auto& [id, areas] : units.items()) {
      for (const auto& code : areas)
        if (const auto area = place.find_area(code.get<std::string>()))
          earlier.units.of_area[*area] = static_cast<std::int32_t>(earlier.units.id.size());
      earlier.units.id.push_back(id);
      earlier.units.name.push_back(id);
    }
    const auto figures = Json::parse(row.figures);
    for (const auto& figure : figures)
      earlier.shown.push_back({figure.at(0).get<std::string>().at(0), figure.at(1).get<std::string>(),
                               figure.at(2).get<std::string>(), figure.at(3).get<double>()});
  } catch (const std::exception&) {
    throw geo::InputError{{place.name + ", table published, row " + row.id,
                           "cannot be read: what was handed on before is not known",
                           "use a copy of the place from before it was changed by hand"}};
  }
  return earlier;
}

datasets::PublishedRow build_record(const datasets::Place& place, const datasets::PlanRecord& plan,
                                    const Coverage& coverage, std::string_view output) {
  datasets::PublishedRow record;
  if (coverage.shown.empty()) return record;
  record.plan = plan.name;
  record.output = output;
  record.units = text_of(units_json(place, coverage.units));
  record.figures = text_of(figures_json(coverage.shown));
  record.id = datasets::sha256(record.units + "\n" + record.figures);
  return record;
}

bool is_same(const Units& a, const Units& b) { return a.id == b.id && a.of_area == b.of_area; }

void say_audited_with(const std::vector<EarlierPublication>& earlier, Coverage& coverage) {
  const auto others = std::count_if(earlier.begin(), earlier.end(), [&](const auto& before) {
    return !is_same(before.units, coverage.units);
  });
  if (others == 0 || coverage.hidden_cells == 0) return;
  coverage.findings.push_back(
      {"PUBLISHED_BEFORE", geo::Severity::note, "workforce",
       fmt::format(
           "{} earlier publication{} over other boundaries {} audited together with this one: figures "
           "whose difference would give few staff away are hidden",
           others, others == 1 ? "" : "s", others == 1 ? "is" : "are"),
       "the table 'published' of the place tells them"});
}

Publication publish(const datasets::Place& place, const datasets::PlanRecord& plan,
                    const CoverageRequest& question, std::string_view output) {
  Publication publication;
  const auto whole = measure_coverage(place, plan, question);
  publication.coverage = hide_small(whole, question.earlier);
  if (publication.coverage.hidden_cells > 0) round_equity(place, plan, question, whole, publication.coverage);
  say_audited_with(question.earlier, publication.coverage);
  publication.record = build_record(place, plan, publication.coverage, output);
  return publication;
}

}  // namespace

Publication publish_coverage(const datasets::Place& place, const datasets::PlanRecord& plan,
                             CoverageRequest question, std::string_view output) {
  if (place.workforce.empty()) return {};
  const auto asked = find_units_of(place, plan, question.by);
  for (const auto& row : place.published) {
    auto before = read_publication(place, row);
    // What was handed on is handed on again as it was then, as long as it comes out the same.
    if (is_same(before.units, asked))
      if (auto again = publish(place, plan, question, output); again.record.id == row.id) return again;
    question.earlier.push_back(std::move(before));
  }
  return publish(place, plan, question, output);
}

void keep_publication(const std::string& path, datasets::PublishedRow record, const std::string& when) {
  if (record.id.empty()) return;
  record.when = when;
  auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::change);
  if (file.read_only())
    throw geo::InputError{
        {path,
         "cannot be changed: figures of staff that are handed on are written down in its table "
         "'published', so that later ones are audited together with them",
         "use a copy that can be changed"}};
  file.append_published(record);
}

}  // namespace placewright::boundaries::workforce
