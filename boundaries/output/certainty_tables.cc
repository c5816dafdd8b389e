#include "boundaries/output/certainty_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/output/json_text.h"
#include "datasets/place/names.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;
using workforce::Certainty;
using workforce::Coverage;
using workforce::Limits;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json limits_json(const Limits& limits) {
  if (std::isnan(limits.low) || std::isnan(limits.high)) return nullptr;
  return Json::array({number(limits.low), number(limits.high)});
}

/// Where people of a funnel lie on the page, in its own units.
struct Frame {
  double left = 60, right = 700, top = 16, bottom = 300;
  double most_people = 1, least_rate = 0, most_rate = 1;
  [[nodiscard]] double x(double people) const { return left + (right - left) * people / most_people; }
  [[nodiscard]] double y(double rate) const {
    return bottom - (bottom - top) * (rate - least_rate) / (most_rate - least_rate);
  }
};

struct Dot {
  std::string id;
  double people = 0, rate = 0;
  workforce::UnitCertainty sure;
};

std::vector<Dot> dots_of(const Coverage& coverage, const Certainty& sure) {
  std::vector<Dot> dots;
  for (std::size_t k = 0; k < sure.units.size(); ++k)
    if (sure.units[k].funnel != workforce::FunnelPlace::not_judged && coverage.unit[k].need > 0)
      dots.push_back(
          {coverage.units.id[k], coverage.unit[k].need, coverage.unit[k].per_10k_need, sure.units[k]});
  std::stable_sort(dots.begin(), dots.end(), [](const Dot& a, const Dot& b) { return a.people < b.people; });
  return dots;
}

std::string limit_line(const std::vector<Dot>& dots, const Frame& frame, const char* dashes,
                       double (*limit_of)(const Dot&)) {
  std::string points;
  for (const auto& dot : dots)
    points += fmt::format("{:.1f},{:.1f} ", frame.x(dot.people), frame.y(limit_of(dot)));
  return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"#555\" stroke-dasharray=\"{}\"/>\n",
                     points, dashes);
}

}  // namespace

Table interval_table(const Coverage& coverage, const Certainty& sure) {
  Table table{"intervals",
              "How sure: 95 % limits of rates and gaps, and the funnel around the place's rate",
              {{coverage.units.kind, 0, "id"},
               {"name", 0, ""},
               {"persons", 1, "staff that the limits rest on: headcount, or WTE where that is more"},
               {"per10k_residents", 2, "WTE per 10,000 residents whose organisation reported"},
               {"residents_low", 2, "its lower 95 % limit"},
               {"residents_high", 2, "its upper 95 % limit"},
               {"per10k_need", 2, "WTE per 10,000 weighted people whose organisation reported"},
               {"need_low", 2, "its lower 95 % limit"},
               {"need_high", 2, "its upper 95 % limit"},
               {"gap", 2, "WTE less fair, of areas whose need is known"},
               {"gap_low", 2, "its lower 95 % limit"},
               {"gap_high", 2, "its upper 95 % limit"},
               {"control_998_low", 2, "rate by need: lower 99.8 % control limit around the place's rate"},
               {"control_95_low", 2, "rate by need: lower 95 % control limit"},
               {"control_95_high", 2, "rate by need: upper 95 % control limit"},
               {"control_998_high", 2, "rate by need: upper 99.8 % control limit"},
               {"funnel", 0, "within the control limits of 95 %, or low or high beyond 95 or 99.8 %"}},
              {}};
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const auto& one = sure.units[k];
    std::vector<Cell> row{coverage.units.id[k],
                          std::string(datasets::further_name(coverage.units.id[k], coverage.units.name[k]))};
    for (const double value :
         {one.staff, unit.per_10k_residents, one.per_10k_residents.low, one.per_10k_residents.high,
          unit.per_10k_need, one.per_10k_need.low, one.per_10k_need.high, unit.gap, one.gap.low, one.gap.high,
          one.control_998.low, one.control_95.low, one.control_95.high, one.control_998.high})
      row.push_back(unit.hidden ? Cell("[c]") : Cell(value));
    row.emplace_back(std::string(workforce::funnel_text(one.funnel)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table rank_table(const Coverage& coverage, const Certainty& sure) {
  Table table{
      "rank",
      fmt::format("{}s in the order of WTE per 10,000 by need, each against the next", coverage.units.kind),
      {{"rank", 0, "1 is the highest rate"},
       {coverage.units.kind, 0, "id"},
       {"per10k_need", 2, "WTE per 10,000 weighted people"},
       {"above_next", 2, "how much more than the next in rank"},
       {"above_next_low", 2, "lower 95 % limit of the difference"},
       {"above_next_high", 2, "upper 95 % limit of the difference"},
       {"differs", 0, "yes: the limits leave 0"}},
      {}};
  for (std::size_t at = 0; at < sure.in_rank.size(); ++at) {
    const auto k = sure.in_rank[at];
    std::vector<Cell> row{static_cast<double>(at + 1), coverage.units.id[k], coverage.unit[k].per_10k_need};
    if (at < sure.steps.size()) {
      const auto& step = sure.steps[at];
      row.insert(row.end(), {Cell(step.difference), Cell(step.limits.low), Cell(step.limits.high),
                             Cell(step.differ ? "yes" : "no")});
    } else {
      row.insert(row.end(), {Cell(workforce::kNotMeasured), Cell(workforce::kNotMeasured),
                             Cell(workforce::kNotMeasured), Cell("")});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table sign_table(const Coverage& coverage) {
  Table table{
      "signs",
      "What the most and the least deprived fifth of people have, by way of counting",
      {{"plan", 0, ""},
       {"scheme", 0, "of need"},
       {"silence", 0, "as reported: silent people leave the rates; filled: they have the place's rate"},
       {"most_deprived", 2, "WTE per 10,000 by need"},
       {"least_deprived", 2, "WTE per 10,000 by need"}},
      {}};
  for (const auto& way : coverage.sign_ways.ways)
    table.rows.push_back(
        {way.plan, way.scheme, way.filled ? "filled" : "as reported", way.most_deprived, way.least_deprived});
  return table;
}

std::string funnel_svg(const Coverage& coverage, const Certainty& sure) {
  const auto dots = dots_of(coverage, sure);
  if (dots.size() < 2) return {};
  Frame frame;
  frame.most_people = 1.08 * dots.back().people;
  frame.least_rate = frame.most_rate = sure.place_rate;
  for (const auto& dot : dots) {
    frame.least_rate = std::min({frame.least_rate, dot.rate, dot.sure.control_998.low});
    frame.most_rate = std::max({frame.most_rate, dot.rate, dot.sure.control_998.high});
  }
  const double room = 0.05 * (frame.most_rate - frame.least_rate);
  frame.least_rate = std::max(0.0, frame.least_rate - room);
  frame.most_rate += room;
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 760 350\" role=\"img\" aria-label=\"Funnel: WTE per 10,000 by need against "
      "weighted "
      "people\" font-size=\"11\" style=\"max-width:760px\">\n<line x1=\"{0}\" y1=\"{1:.1f}\" x2=\"{2}\" "
      "y2=\"{1:.1f}\" stroke=\"#555\"/>\n<text x=\"{3}\" y=\"{4:.1f}\">place {5:.2f}</text>\n",
      frame.left, frame.y(sure.place_rate), frame.right, frame.left + 4, frame.y(sure.place_rate) - 4,
      sure.place_rate);
  svg += limit_line(dots, frame, "6 3", [](const Dot& dot) { return dot.sure.control_95.low; });
  svg += limit_line(dots, frame, "6 3", [](const Dot& dot) { return dot.sure.control_95.high; });
  svg += limit_line(dots, frame, "2 3", [](const Dot& dot) { return dot.sure.control_998.low; });
  svg += limit_line(dots, frame, "2 3", [](const Dot& dot) { return dot.sure.control_998.high; });
  for (const auto& dot : dots)
    svg += fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"4\" fill=\"{2}\" stroke=\"#222\"/><text x=\"{3:.1f}\" "
        "y=\"{4:.1f}\">{5}</text>\n",
        frame.x(dot.people), frame.y(dot.rate),
        dot.sure.funnel == workforce::FunnelPlace::within ? "#fff" : "#222", frame.x(dot.people) + 6,
        frame.y(dot.rate) + 4, datasets::escape_xml(dot.id));
  svg += fmt::format(
      "<line x1=\"{0}\" y1=\"{1}\" x2=\"{2}\" y2=\"{1}\" stroke=\"#222\"/><line x1=\"{0}\" y1=\"{3}\" "
      "x2=\"{0}\" y2=\"{1}\" stroke=\"#222\"/>\n<text x=\"{0}\" y=\"{4}\" text-anchor=\"end\">{5:.2f}</text>"
      "<text x=\"{0}\" y=\"{1}\" text-anchor=\"end\">{6:.2f}</text>\n<text x=\"{2}\" y=\"{7}\" "
      "text-anchor=\"end\">weighted people, to {8}</text>\n",
      frame.left, frame.bottom, frame.right, frame.top, frame.top + 4, frame.most_rate, frame.least_rate,
      frame.bottom + 18, number_text(frame.most_people, 0));
  return svg + "</svg>\n";
}

std::string certainty_json(const Coverage& coverage, const Certainty& sure) {
  Json out{{"method", sure.method},
           {"leaves_out", sure.leaves_out},
           {"place_per_10k_need", number(sure.place_rate)},
           {"judged", sure.judged},
           {"beyond_95", sure.beyond_95},
           {"beyond_998", sure.beyond_998},
           {"units", Json::array()},
           {"rank", Json::array()},
           {"sentences", sure.sentences}};
  for (std::size_t k = 0; k < sure.units.size(); ++k) {
    const auto& one = sure.units[k];
    out["units"].push_back({{"id", coverage.units.id[k]},
                            {"persons", number(one.staff)},
                            {"per_10k_residents_limits", limits_json(one.per_10k_residents)},
                            {"per_10k_need_limits", limits_json(one.per_10k_need)},
                            {"gap_limits", limits_json(one.gap)},
                            {"control_95", limits_json(one.control_95)},
                            {"control_998", limits_json(one.control_998)},
                            {"funnel", workforce::funnel_text(one.funnel)}});
  }
  for (const auto& step : sure.steps)
    out["rank"].push_back({{"higher", coverage.units.id[step.higher]},
                           {"lower", coverage.units.id[step.lower]},
                           {"difference", step.difference},
                           {"limits", limits_json(step.limits)},
                           {"differ", step.differ}});
  return json_text(out);
}

}  // namespace placewright::boundaries::output
