#include "boundaries/output/evidence_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/output/compare_people.h"
#include "boundaries/output/json_text.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json codes(const Problem& problem, const std::vector<std::uint32_t>& areas) {
  Json list = Json::array();
  for (const auto area : areas) list.push_back(problem.code[area]);
  return list;
}

Json splits_of(const Splits& splits) {
  return {{"units", splits.units},
          {"units_split", splits.units_split},
          {"pairs", splits.pairs},
          {"splits", splits.splits},
          {"multi_split", splits.multi_split},
          {"unavoidable", splits.unavoidable},
          {"kept_share", number(splits.kept_share)},
          {"reverse_share", number(splits.reverse_share)},
          {"entropy_bits", number(splits.entropy_bits)},
          {"reverse_entropy_bits", number(splits.reverse_entropy_bits)},
          {"square_root", number(splits.square_root)},
          {"reverse_square_root", number(splits.reverse_square_root)},
          {"neighbourhoods", splits.neighbourhoods},
          {"nested", splits.nested}};
}

Json fit_of(const std::optional<PcnFit>& fit, const PlanNames& plan) {
  if (!fit) return nullptr;
  Json out;
  out["alignment"] = fit->pcn.empty() ? Json(nullptr) : number(fit->alignment);
  out["alignment_one_to_one"] = fit->pcn.empty() ? Json(nullptr) : number(fit->one_to_one);
  out["materiality"] = fit->materiality;
  out["splits"] = splits_of(fit->splits);
  out["effective_pcns"] = Json::object();
  for (std::size_t label = 0; label < fit->effective_pcns.size(); ++label)
    out["effective_pcns"][plan.ids[label]] = number(fit->effective_pcns[label]);
  out["patients"] = Json::object();
  for (std::size_t pcn = 0; pcn < fit->pcn.size(); ++pcn)
    for (std::size_t label = 0; label < fit->patients[pcn].size(); ++label)
      if (fit->patients[pcn][label] > 0)
        out["patients"][fit->pcn[pcn]][plan.ids[label]] = fit->patients[pcn][label];
  out["practices_split"] = Json::array();
  for (const auto& practice : fit->practices)
    out["practices_split"].push_back({{"practice", practice.code},
                                      {"name", practice.name},
                                      {"patients", practice.patients},
                                      {"kept", practice.kept},
                                      {"neighbourhoods", practice.parts}});
  return out;
}

}  // namespace

std::string comparison_json(const Problem& problem, const Comparison& comparison, const ComparisonWords& said,
                            const PlanNames& a, const PlanNames& b, const std::optional<PcnFit>& fit_a,
                            const std::optional<PcnFit>& fit_b,
                            const std::vector<OrganisationChange>& changes,
                            const std::optional<Table>& equity) {
  Json out;
  out["a"] = a.plan;
  out["b"] = b.plan;
  out["says"] = {
      {"overall", said.overall}, {"criteria", said.criteria}, {"equity", said.equity}, {"units", said.units}};
  out["residents"] = comparison.residents;
  out["people_moved"] = comparison.moved;
  out["areas_moved"] = comparison.areas_moved;
  out["variation_of_information"] = number(comparison.variation_of_information);
  out["same_edges"] = number(comparison.same_edges);
  out["total_a"] = number(comparison.total_a);
  out["total_b"] = number(comparison.total_b);
  out["criteria"] = Json::object();
  for (const auto& change : comparison.criteria)
    out["criteria"][change.name] = {{"weight", change.weight},           {"loss_a", number(change.loss_a)},
                                    {"loss_b", number(change.loss_b)},   {"unit", change.unit},
                                    {"value_a", number(change.value_a)}, {"value_b", number(change.value_b)}};
  out["matched"] = Json::array();
  for (std::size_t label = 0; label < comparison.match.to_of_from.size(); ++label) {
    const auto to = comparison.match.to_of_from[label];
    if (comparison.a.per_neighbourhood[label].areas == 0) continue;
    out["matched"].push_back(
        {{"a", a.ids[label]},
         {"b", to < 0 ? Json(nullptr) : Json(b.ids[static_cast<std::size_t>(to)])},
         {"people_a", comparison.a.per_neighbourhood[label].people},
         {"people_b", to < 0 ? Json(nullptr)
                             : Json(comparison.b.per_neighbourhood[static_cast<std::size_t>(to)].people)}});
  }
  out["moves"] = Json::array();
  for (const auto& flow : comparison.flows)
    out["moves"].push_back({{"from", a.ids[static_cast<std::size_t>(flow.from)]},
                            {"to", b.ids[static_cast<std::size_t>(flow.to)]},
                            {"people", flow.residents},
                            {"areas", codes(problem, flow.areas)}});
  out["alignment"] = Json::object();
  for (const auto& change : comparison.alignments) {
    auto& row = out["alignment"][change.kind];
    row["a"] = splits_of(change.a);
    row["b"] = splits_of(change.b);
    row["changed"] = Json::array();
    for (const auto& unit : change.changed)
      row["changed"].push_back({{"unit", unit.name},
                                {"people", unit.residents},
                                {"parts_a", unit.parts_a},
                                {"parts_b", unit.parts_b},
                                {"kept_a", unit.kept_a},
                                {"kept_b", unit.kept_b}});
  }
  out["pcn_fit"] = {{"a", fit_of(fit_a, a)}, {"b", fit_of(fit_b, b)}};
  out["organisations"] = Json::array();
  for (const auto& each : changes)
    out["organisations"].push_back({{"kind", each.kind},
                                    {"id", each.id},
                                    {"name", each.name},
                                    {"patients", each.patients},
                                    {"home_a", each.home_a},
                                    {"share_a", number(each.share_a)},
                                    {"home_b", each.home_b},
                                    {"share_b", number(each.share_b)},
                                    {"moves", each.moves}});
  out["staff_equity"] = equity ? Json::array() : Json(nullptr);
  if (equity)
    for (const auto& row : equity->rows)
      out["staff_equity"].push_back({{"measure", std::get<std::string>(row[0])},
                                     {"a", number(std::get<double>(row[1]))},
                                     {"b", number(std::get<double>(row[2]))}});
  return json_text(out);
}

std::string options_json(const std::vector<OptionRow>& rows, const std::vector<std::string>& plans,
                         const std::vector<std::string>& overall) {
  Json out;
  out["plans"] = plans;
  out["overall"] = overall;
  out["options"] = Json::array();
  for (const auto& row : rows) {
    Json values = Json::array();
    for (const double value : row.values) values.push_back(number(value));
    out["options"].push_back({{"name", row.name}, {"unit", row.unit}, {"values", std::move(values)}});
  }
  return json_text(out);
}

std::string explanation_json(const Problem& problem, const Explanation& explanation, const PlanNames& plan) {
  Json out;
  out["area"] = problem.code[explanation.area];
  out["name"] = problem.name[explanation.area];
  out["plan"] = plan.plan;
  out["neighbourhood"] = plan.ids[static_cast<std::size_t>(explanation.label)];
  out["total"] = number(explanation.total);
  out["brings"] = Json::array();
  for (const auto& each : explanation.contributions)
    out["brings"].push_back({{"criterion", each.criterion},
                             {"value", number(each.value)},
                             {"unit", each.unit},
                             {"words", each.words}});
  out["held_by"] = explanation.held_by;
  out["alternatives"] = Json::array();
  for (const auto& alternative : explanation.alternatives) {
    Json row;
    row["to"] = plan.ids[static_cast<std::size_t>(alternative.to)];
    row["areas"] = codes(problem, alternative.areas);
    row["people"] = alternative.residents;
    row["legal"] = alternative.breaks.empty();
    row["total_change"] = number(alternative.total_change);
    row["criteria"] = Json::object();
    for (const auto& effect : alternative.effects)
      row["criteria"][effect.criterion] = {
          {"loss_before", number(effect.loss_before)}, {"loss_after", number(effect.loss_after)},
          {"weight_share", number(effect.share)},      {"unit", effect.unit},
          {"before", number(effect.before)},           {"after", number(effect.after)}};
    row["breaks"] = Json::array();
    for (const auto& finding : alternative.breaks)
      row["breaks"].push_back(
          {{"code", finding.code}, {"where", finding.where}, {"what", finding.what}, {"fix", finding.fix}});
    out["alternatives"].push_back(std::move(row));
  }
  return json_text(out);
}

}  // namespace placewright::boundaries::output
