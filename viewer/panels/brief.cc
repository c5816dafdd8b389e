#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/from_place/problem.h"
#include "boundaries/question/styles.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

using boundaries::Brief;

bool number_box(ui::Pen& pen, const char* label, const std::string& name, double* value, double step,
                float width) {
  ImGui::SetNextItemWidth(width);
  ImGui::PushID(name.c_str());
  const bool changed = ImGui::InputDouble(label, value, step, step * 5, "%.0f");
  ImGui::PopID();
  pen.names.mark(name, fmt::format("{:.0f}", *value));
  return changed;
}

/// The loss now on the way from what the criterion reaches alone to that of a plain plan.
void loss_line(OnTheTable& here, ui::Pen& pen, const std::string& criterion) {
  const auto& score = here.session->score();
  const auto at = std::find_if(score.criteria.begin(), score.criteria.end(),
                               [&](const auto& one) { return one.name == criterion; });
  if (at == score.criteria.end()) {
    const bool refused =
        std::find(score.not_judged.begin(), score.not_judged.end(), criterion) != score.not_judged.end();
    ui::quiet(pen, refused ? "not judged: the place has no data for it"
                           : "weighs nothing, so it is not judged now");
    return;
  }
  const auto& known = here.machine.references;
  const auto reference = known.is_of(references_key(here)) ? known->find(criterion) : known->end();
  if (reference == known->end() || std::isnan(reference->second.plain) ||
      std::isnan(reference->second.best)) {
    ui::quiet(pen, "loss " + ui::number(at->loss, 3));
    return;
  }
  const double plain = reference->second.plain, best = reference->second.best;
  const auto from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, y = from.y + pen.px(5), r = pen.px(4);
  const double span = std::max({plain, at->loss, best, 1e-6}) * 1.05;
  const auto x_of = [&](double loss) {
    return from.x + r + static_cast<float>(loss / span) * (width - 2 * r);
  };
  auto& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(ImVec2(from.x, y - pen.px(1)), ImVec2(from.x + width, y + pen.px(1)),
                     pen.theme.control_line);
  draw.AddRectFilled(ImVec2(x_of(best), y - pen.px(2)), ImVec2(x_of(plain), y + pen.px(2)), pen.theme.accent);
  draw.AddCircleFilled(ImVec2(x_of(at->loss), y), r + pen.px(1.5f), pen.theme.panel);
  draw.AddCircleFilled(ImVec2(x_of(at->loss), y), r, pen.theme.text);
  ImGui::Dummy(ImVec2(width, pen.px(10)));
  ui::quiet(pen, fmt::format("loss {:.3f}; alone {:.3f}, plain plan {:.3f}", at->loss, best, plain));
}

/// What the criterion is good for, and what it needs.
std::string criterion_words(const boundaries::CriterionRow& row, const Brief& brief) {
  const auto& figure = row.figures.front();
  const bool turns = row.criterion == boundaries::Criterion::deprivation && brief.deprivation.aim == "spread";
  return fmt::format("{}\nIn its own unit: {}{}, {} is better.{}", row.why, figure.unit, figure.unit_rest,
                     row.more_is_better != turns ? "more" : "less",
                     row.needs.empty() ? std::string() : fmt::format("\nNeeds {}.", row.needs));
}

void weight_slider(OnTheTable& here, ui::Pen& pen, const Brief& brief, const boundaries::CriterionRow& row,
                   const std::string& kind, double& weight) {
  const auto criterion = boundaries::name_of(row.criterion, kind);
  ImGui::TextUnformatted((std::string(row.label) + (row.by_kind ? " " + kind : "")).c_str());
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", criterion_words(row, brief).c_str());
  float value = static_cast<float>(weight);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (ui::slider(pen, ("##" + criterion).c_str(), "brief." + criterion, &value, 0, 5, "%.2f"))
    weight = std::round(static_cast<double>(value) * 20) / 20;
  loss_line(here, pen, criterion);
}

/// A list of the styles. One that is chosen sets all weights, those of wards and PCNs where the place has
/// them.
void style_part(Desk& desk, ui::Pen& pen, Brief& brief) {
  std::vector<std::string> names;
  for (const auto& style : boundaries::kStyles) names.emplace_back(style.name);
  const auto* const now = boundaries::find_style(brief.style);
  const auto shown = now == nullptr ? std::string("a style...") : std::string(now->name);
  if (const auto at = ui::combo(pen, "brief.style", shown, names, ImGui::GetContentRegionAvail().x)) {
    boundaries::use_style(brief, boundaries::kStyles[*at]);
    brief.weights.alignment = boundaries::alignment_of(desk.here.session->place(), brief);
  }
  if (now != nullptr) ui::quiet(pen, std::string(now->sentence));
}

void weights_part(Desk& desk, ui::Pen& pen, Brief& brief) {
  ui::heading(pen, "Weights");
  style_part(desk, pen, brief);
  if (ui::button(pen, "Measure what each could reach", "brief.references",
                 desk.here.machine.job == nullptr && desk.here.session->problem_known(),
                 ImGui::GetContentRegionAvail().x))
    start_references(desk);
  auto& weights = brief.weights;
  for (const auto criterion : boundaries::kCriteriaOfBrief) {
    const auto& row = boundaries::row_of(criterion);
    if (!row.by_kind) {
      weight_slider(desk.here, pen, brief, row, "", weights[criterion]);
      continue;
    }
    for (auto& [kind, weight] : weights.alignment) weight_slider(desk.here, pen, brief, row, kind, weight);
  }
  std::set<std::string> kinds;
  for (const auto& [column, codes] : desk.here.session->place().areas.parents)
    if (column.size() > 5 && column.compare(column.size() - 5, 5, "_code") == 0)
      kinds.insert(column.substr(0, column.size() - 5));
  std::vector<std::string> more;
  for (const auto& kind : kinds)
    if (!weights.alignment.contains(kind)) more.push_back(kind);
  if (!more.empty())
    if (const auto at = ui::combo(pen, "brief.follow", "follow another boundary...", more,
                                  ImGui::GetContentRegionAvail().x))
      weights.alignment[more[*at]] = 0.5;
  // What the plan in hand would score by these weights.
  double sum = 0, total = 0;
  for (const auto& criterion : desk.here.session->score().criteria) {
    double weight = weights[criterion.criterion];
    if (boundaries::row_of(criterion.criterion).by_kind) {
      const auto at = weights.alignment.find(std::string(boundaries::find_criterion(criterion.name)->second));
      weight = at == weights.alignment.end() ? criterion.weight : at->second;
    }
    sum += weight;
    total += weight * criterion.loss;
  }
  if (sum > 0)
    ui::quiet(pen, fmt::format("the plan in hand by these weights: total {} (now {})",
                               ui::number(total / sum, 4), ui::number(desk.here.session->score().total, 4)));
}

void bounds_part(ui::Pen& pen, Brief& brief) {
  const float width = ImGui::GetContentRegionAvail().x * 0.6f;
  ui::heading(pen, "People in a neighbourhood");
  number_box(pen, "at least", "brief.min", &brief.population.min, 1000, width);
  number_box(pen, "at most", "brief.max", &brief.population.max, 1000, width);
  brief.population.min = std::max(0.0, brief.population.min);
  brief.population.max = std::max(brief.population.min + 1, brief.population.max);
  ui::checkbox(pen, "a hard rule for the machine", "brief.hard", &brief.population.hard);
  double count = brief.count ? *brief.count : 0;
  number_box(pen, "neighbourhoods", "brief.count", &count, 1, width);
  ui::quiet(pen, brief.count ? "as many as this" : "0: as many as suit best");
  if (count >= 1)
    brief.count = static_cast<std::uint32_t>(std::min(count, 10000.0));
  else
    brief.count.reset();
}

void kinds_part(const OnTheTable& here, ui::Pen& pen, const char* title, const char* name,
                std::vector<std::string>& chosen) {
  std::set<std::string> kinds(chosen.begin(), chosen.end());
  for (const auto& [column, codes] : here.session->place().areas.parents)
    if (column.size() > 5 && column.compare(column.size() - 5, 5, "_code") == 0)
      kinds.insert(column.substr(0, column.size() - 5));
  if (kinds.empty()) return;
  ui::quiet(pen, title);
  for (const auto& kind : kinds) {
    bool on = std::find(chosen.begin(), chosen.end(), kind) != chosen.end();
    const bool before = on;
    ui::checkbox(pen, kind.c_str(), fmt::format("{}.{}", name, kind), &on);
    if (on != before && on) chosen.push_back(kind);
    if (on != before && !on) std::erase(chosen, kind);
    ImGui::SameLine(0, pen.px(12));
    if (ImGui::GetContentRegionAvail().x < pen.px(70)) ImGui::NewLine();
  }
  ImGui::NewLine();
}

/// The rules of one kind: what they are about and why, each with a button that takes it off.
void rules_part(OnTheTable& here, MapView& view, ui::Pen& pen, const char* title, const char* name,
                std::vector<Brief::Rule>& rules) {
  if (rules.empty()) return;
  ui::quiet(pen, title);
  std::optional<std::size_t> off;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& rule = rules[i];
    const auto at = rule.areas.empty() ? rule.neighbourhood
                    : rule.areas.size() == 1
                        ? rule.areas.front()
                        : fmt::format("{} and {} more", rule.areas.front(), rule.areas.size() - 1);
    if (ui::button(pen, "x", fmt::format("{}.{}.off", name, i + 1))) off = i;
    ImGui::SameLine();
    if (ui::selectable(pen, at + (rule.hard ? "" : " (wish)") + fmt::format("##{}", i),
                       fmt::format("{}.{}", name, i + 1), false)) {
      here.selected.clear();
      for (const auto& code : rule.areas)
        if (const auto area = here.session->place().find_area(code)) here.selected.push_back(*area);
      std::sort(here.selected.begin(), here.selected.end());
      zoom_to_areas(here, view, here.selected);
    }
    if (!rule.why.empty()) ui::quiet(pen, "   " + rule.why + (rule.by.empty() ? "" : " (" + rule.by + ")"));
  }
  if (off) rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(*off));
}

void local_part(OnTheTable& here, MapView& view, const Talk& talk, ui::Pen& pen, Brief& brief) {
  ui::heading(pen, "Held together");
  kinds_part(here, pen, "No neighbourhood crosses these", "brief.hold", brief.hold.within);
  kinds_part(here, pen, "These are never split", "brief.whole", brief.hold.whole);
  ui::heading(pen, "Local knowledge and links");
  rules_part(here, view, pen, "Kept together", "brief.together", brief.keep_together);
  rules_part(here, view, pen, "Kept apart", "brief.apart", brief.keep_apart);
  rules_part(here, view, pen, "Links declared", "brief.link", brief.links);
  rules_part(here, view, pen, "Links cut", "brief.cut", brief.cuts);
  auto& draft = here.brief_draft;
  const auto count = here.selected.size();
  ui::input_text(pen, "why (then select areas and choose below)", "brief.why", &draft.why,
                 ImGui::GetContentRegionAvail().x);
  ui::checkbox(pen, "a wish, not a hard rule", "brief.soft", &draft.soft);
  const auto rule = [&] {
    Brief::Rule made;
    for (const auto area : here.selected) made.areas.push_back(here.session->place().areas.code[area]);
    made.why = draft.why;
    made.by = talk.author + ", " + now_text().substr(0, 10);
    made.hard = !draft.soft;
    draft.why.clear();
    return made;
  };
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Keep together", "brief.add.together", count > 1 && !draft.why.empty(), half))
    brief.keep_together.push_back(rule());
  ImGui::SameLine();
  if (ui::button(pen, "Keep apart", "brief.add.apart", count > 1 && !draft.why.empty(), half))
    brief.keep_apart.push_back(rule());
  const auto hard = [&](Brief::Rule made) {
    made.hard = true;
    return made;
  };
  if (ui::button(pen, "Link the two", "brief.add.link", count == 2 && !draft.why.empty(), half))
    brief.links.push_back(hard(rule()));
  ImGui::SameLine();
  if (ui::button(pen, "Cut the two", "brief.add.cut", count == 2 && !draft.why.empty(), half))
    brief.cuts.push_back(hard(rule()));
}

}  // namespace

namespace {

void draw_brief(Desk& desk, ui::Pen& pen) {
  auto& draft = desk.here.brief_draft;
  const auto& stored = desk.here.session->state().brief;
  draft.brief.follow(stored, [&] { return desk.here.session->brief(); });
  auto& brief = draft.brief.value();
  const auto text = boundaries::write_brief(brief), now = boundaries::write_brief(desk.here.session->brief());
  const bool differs = text != now;
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::primary_button(pen, "Use this brief", "brief.use", differs, half)) {
    // Asked of the place before it becomes the plan's: what cannot be put is said here, and nothing changes.
    if (attempt(desk.talk, [&] {
          (void)boundaries::build_problem(desk.here.session->place(),
                                          boundaries::parse_brief(text, "the brief"));
        }))
      make(desk.here, desk.talk,
           make_brief(desk.here.session->state(), text, brief_words(desk.here.session->brief(), brief)), "");
  }
  ImGui::SameLine();
  if (ui::button(pen, "As it was", "brief.reset", differs, half)) draft.brief.forget();
  ui::quiet(pen, differs
                     ? "Not in use yet. Using it is a step that undo takes back; it is stored with the plan."
                 : stored.empty() ? "This plan has no brief: it is judged by the defaults below."
                                  : "What this plan is judged by; stored with the plan.");
  if (!desk.here.session->problem_known()) ui::coloured(pen.theme.bad, desk.here.session->problem_refused());
  weights_part(desk, pen, brief);
  bounds_part(pen, brief);
  local_part(desk.here, desk.view, desk.talk, pen, brief);
}

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 40,
                     .id = "side.brief",
                     .tab = "Brief",
                     .title = "The brief",
                     .shortcut = {'8', true, false},
                     .draw = draw_brief}};

}  // namespace
}  // namespace placewright::viewer
