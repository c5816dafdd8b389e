#include "boundaries/output/sample_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/output/column_words.h"
#include "geo/arcs.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kAgreed =
    1.05;                      // R-hat up to here: Vehtari and others (2021) ask for 1.01 where tails count
constexpr double kFirm = 0.9;  // of the plans

struct Class {
  double from;
  const char* text;
};
/// Of how firmly an area lies where it is, the firmest first.
constexpr std::array<Class, 5> kClasses{{{0.95, "95 % of plans and more"},
                                         {0.8, "80 to 95 %"},
                                         {0.6, "60 to 80 %"},
                                         {0.4, "40 to 60 %"},
                                         {0, "less"}}};

std::size_t class_of(double share) {
  std::size_t at = 0;
  while (at + 1 < kClasses.size() && share < kClasses[at].from) ++at;
  return at;
}

std::string name_of_label(const SampledPlan& plan, std::int32_t label) {
  return label < 0 ? std::string() : plan.names[static_cast<std::size_t>(label)];
}

std::vector<const sample::BorderStability*> borders_of_plan(const SampledPlan& plan) {
  std::vector<const sample::BorderStability*> own;
  for (const auto& border : plan.borders)
    if (plan.labels[border.a] != plan.labels[border.b]) own.push_back(&border);
  return own;
}

}  // namespace

Table sample_figure_table(const sample::Sample& sample, const SampledPlan* plan) {
  Table table{"figures",
              "Figures of the plans drawn",
              {{"figure"}, {"least", 4}, {"middle", 4}, {"greatest", 4}},
              {}};
  if (plan != nullptr) table.columns.insert(table.columns.end(), {{"plan", 4}, {"higher_in_%", 1}});
  table.columns.insert(table.columns.end(), {{"r_hat", 3}, {"sample_size", 0}});
  for (std::size_t row = 0; row < sample.figures.size(); ++row) {
    const auto& figure = sample.figures[row];
    auto sorted = figure.value;
    std::sort(sorted.begin(), sorted.end());
    std::vector<Cell> cells{figure.name, sorted.front(), sorted[sorted.size() / 2], sorted.back()};
    if (plan != nullptr) {
      cells.emplace_back(plan->figures[row]);
      cells.emplace_back(100 * sample::share_above(figure.value, plan->figures[row]));
    }
    cells.emplace_back(figure.mixing.r_hat);
    cells.emplace_back(figure.mixing.sample_size);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table sample_area_table(const SampledPlan& plan) {
  Table table{"areas",
              "How firmly areas lie in their neighbourhoods",
              {{"area"}, {"name"}, {"neighbourhood"}, {"at_home_%", 1}, {"second_home"}, {"there_%", 1}},
              {}};
  std::vector<std::size_t> order;
  for (std::size_t area = 0; area < plan.areas.size(); ++area)
    if (plan.labels[area] >= 0) order.push_back(area);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return plan.areas[a].at_home < plan.areas[b].at_home; });
  const auto& problem = plan.question->problem;
  for (const auto area : order) {
    const auto& own = plan.areas[area];
    table.rows.push_back({problem.code[area], problem.name.empty() ? std::string() : problem.name[area],
                          name_of_label(plan, plan.labels[area]), 100 * own.at_home,
                          name_of_label(plan, own.second_home), 100 * own.there});
  }
  return table;
}

Table sample_border_table(const SampledPlan& plan) {
  Table table{"borders",
              "How many of the plans have a border",
              {{"a"}, {"b"}, {"side_a"}, {"side_b"}, {"parted_%", 1}},
              {}};
  auto own = borders_of_plan(plan);
  std::stable_sort(own.begin(), own.end(), [](auto x, auto y) { return x->parted < y->parted; });
  const auto& problem = plan.question->problem;
  for (const auto* border : own)
    table.rows.push_back({problem.code[border->a], problem.code[border->b],
                          name_of_label(plan, plan.labels[border->a]),
                          name_of_label(plan, plan.labels[border->b]), 100 * border->parted});
  return table;
}

std::string sample_json_lines(const sample::Sample& sample, const Problem& problem) {
  std::string text =
      Json{{"areas", problem.code}, {"chains", sample.chains}, {"neighbourhoods", sample.neighbourhoods}}
          .dump(-1, ' ', false, Json::error_handler_t::replace) +
      "\n";
  const auto per_chain = sample.plans.size() / std::max(1U, sample.chains);
  for (std::size_t at = 0; at < sample.plans.size(); ++at) {
    Json line{{"chain", at / per_chain + 1}, {"plan", at % per_chain + 1}};
    for (const auto& figure : sample.figures) line["figures"][figure.name] = figure.value[at];
    if (at % per_chain == 0) {
      line["labels"] = sample.plans[at];
    } else {
      auto moved = Json::array();
      for (std::size_t area = 0; area < sample.plans[at].size(); ++area)
        if (sample.plans[at][area] != sample.plans[at - 1][area])
          moved.push_back({area, sample.plans[at][area]});
      line["moved"] = std::move(moved);
    }
    text += line.dump() + "\n";
  }
  return text;
}

std::string sample_words(const sample::Sample& sample, const sample::SampleOptions& options) {
  std::string text = fmt::format(
      "{} plans of {} neighbourhoods that keep the hard rules, from {} chains, {} steps between two of "
      "them.\n"
      "A plan's weight: {}{}{}.\n"
      "{:.0f} % of the steps changed the plan; from one plan to the next {:.1f} % of people live "
      "elsewhere.\n",
      number_text(static_cast<double>(sample.plans.size()), 0), sample.neighbourhoods, sample.chains,
      number_text(sample.steps, 0),
      options.gamma == 1   ? "all alike"
      : options.gamma == 0 ? "its spanning forests, so compact plans come more often"
                           : fmt::format("its spanning forests to the power {:g}", 1 - options.gamma),
      options.temperature > 0 ? fmt::format(", times exp(-total / {:g})", options.temperature) : "",
      std::isfinite(options.most_total) ? fmt::format(", nothing above a total of {:.4f}", options.most_total)
                                        : "",
      100 * sample.accepted, 100 * sample.unlike);
  std::string apart;
  for (const auto& figure : sample.figures)
    if (figure.mixing.r_hat > kAgreed)
      apart += fmt::format("{}{} ({:.2f})", apart.empty() ? "" : ", ", figure.name, figure.mixing.r_hat);
  if (apart.empty())
    return text + fmt::format("The chains agree: R-hat is at most {:g} for every figure.\n", kAgreed);
  return text + fmt::format(
                    "The chains do not agree yet on {} (R-hat above {:g}): take these figures as rough.\n"
                    "  try: more steps between plans (--steps {}), more plans, or a higher temperature\n",
                    apart, kAgreed, 4 * sample.steps);
}

std::string stability_words(const SampledPlan& plan) {
  const auto own = borders_of_plan(plan);
  const auto firm = std::count_if(own.begin(), own.end(), [](auto one) { return one->parted >= kFirm; });
  const auto& residents = plan.question->problem.residents;
  double all = 0, at_home = 0, loose = 0;
  for (std::size_t area = 0; area < plan.areas.size(); ++area) {
    if (plan.labels[area] < 0) continue;
    all += residents[area];
    if (plan.areas[area].at_home >= kFirm) at_home += residents[area];
    if (plan.areas[area].at_home < 0.5) loose += residents[area];
  }
  const auto share = [&](double part) { return all > 0 ? 100 * part / all : 0; };
  return fmt::format(
      "{} of {} stretches of border between two areas are in at least {:.0f} of 100 plans.\n"
      "{:.0f} % of people live in areas that at least {:.0f} of 100 plans put where this one does, {:.0f} % "
      "in "
      "areas that most plans put elsewhere.\n",
      firm, own.size(), 100 * kFirm, share(at_home), 100 * kFirm, share(loose));
}

MapLook look_of_stability(const datasets::Place& place, const SampledPlan& plan) {
  MapLook look;
  look.word = datasets::unit_word(place);
  look.title = "How firm the plan is: " + place.name;
  look.legend_title = "Areas by the share of plans that put them there";
  look.fill.assign(place.areas.size(), {0xeef1f3, 1});
  look.hatched.assign(place.areas.size(), 0);
  std::array<std::size_t, kClasses.size()> count{};
  std::vector<std::uint32_t> row_of(place.areas.size(), 0xffffffff);
  for (std::size_t area = 0; area < plan.areas.size(); ++area) {
    const auto row = plan.question->area_row[area].value();
    row_of[row] = static_cast<std::uint32_t>(area);
    if (plan.labels[area] < 0) continue;
    const auto at = class_of(plan.areas[area].at_home);
    ++count[at];
    look.fill[row] = sequential_fill(static_cast<std::uint32_t>(kClasses.size() - 1 - at));
  }
  for (std::size_t at = 0; at < kClasses.size(); ++at)
    look.legend.push_back({.text = kClasses[at].text,
                           .fill = sequential_fill(static_cast<std::uint32_t>(kClasses.size() - 1 - at)),
                           .value = number_text(static_cast<double>(count[at]), 0)});
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> parted;
  for (const auto* border : borders_of_plan(plan)) parted[{border->a, border->b}] = border->parted;
  for (const auto& arc : geo::build_arcs(place.areas.shape).arcs) {
    if (arc.left >= row_of.size() || arc.right >= row_of.size()) continue;
    const auto sides = std::minmax(row_of[arc.left], row_of[arc.right]);
    const auto known = parted.find({sides.first, sides.second});
    if (known == parted.end()) continue;
    const bool firm = known->second >= kFirm;
    look.lines.push_back({arc.line, {0x1d3a5f, 1}, firm ? 2.6 : 0.6 + 1.6 * known->second, firm ? 0.0 : 3.0});
  }
  look.borders = false;
  look.replace_points = true;
  look.key.push_back(
      {.text = "border in 90 of 100 plans or more", .fill = {0x1d3a5f, 1}, .is_line = true, .width_pt = 2.6});
  look.key.push_back({.text = "border in fewer, thin in few",
                      .fill = {0x1d3a5f, 1},
                      .is_line = true,
                      .dash_pt = 3,
                      .width_pt = 1.2});
  return look;
}

}  // namespace placewright::boundaries::output
