#include "boundaries/output/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "boundaries/judge/compare_words.h"
#include "boundaries/output/first_screen.h"
#include "boundaries/output/html.h"
#include "boundaries/output/page_words.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/plan_words.h"
#include "boundaries/output/profile.h"
#include "boundaries/output/record_tables.h"
#include "boundaries/output/registers.h"
#include "boundaries/output/report_coverage.h"
#include "boundaries/workforce/cover/publication.h"
#include "datasets/place/names.h"
#include "datasets/place/place_words.h"
#include "datasets/place/unit_word.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {

using datasets::escape_xml;
namespace {

constexpr const char* kStyle = R"(
:root{--ink:#212b32;--quiet:#4c6272;--line:#d8dde0;--blue:#005eb8;--wash:#f0f4f5;--warn:#8a4b00;--bad:#a3182e}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;font:16px/1.5 Inter,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header{background:var(--blue);color:#fff;padding:28px 0 24px}
main,header>div{max-width:1180px;margin:0 auto;padding:0 24px}
h1{margin:0;font-size:30px;line-height:1.2}
header p{margin:6px 0 0;opacity:.95}
h2{font-size:22px;margin:44px 0 10px;border-bottom:2px solid var(--line);padding-bottom:6px}
.lead{font-size:20px;margin:22px 0 0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px;margin:24px 0 0}
.fact{background:var(--wash);border-left:4px solid var(--blue);padding:12px 14px}
.fact b{display:block;font-size:24px;line-height:1.2}
.fact span{color:var(--quiet);font-size:14px}
.banner{background:#fff4d6;border:2px solid #8a4b00;padding:10px 14px;margin:20px 0 0;font-weight:600}
.map{width:100%;height:auto;display:block;border:1px solid var(--line);background:#f7f9fa}
.map .halo{font-family:inherit;font-weight:600;fill:#212b32;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-opacity:.85;stroke-linejoin:round;pointer-events:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--quiet);padding:4px 0 8px}
th{text-align:left;border-bottom:2px solid var(--ink);padding:6px 10px 6px 0;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:6px 10px 6px 0;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
tbody th{border-bottom:1px solid var(--line);vertical-align:top}
tr:hover td{background:var(--wash)}
.swatch{display:inline-block;width:14px;height:14px;border:1px solid #768692;margin-right:8px;vertical-align:-2px}
.bar{position:relative;height:12px;background:var(--wash);min-width:120px;border:1px solid var(--line)}
.bar i{position:absolute;top:0;bottom:0;left:0;background:var(--blue)}
.bar u{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--ink)}
.error{color:var(--bad);font-weight:600}.warning{color:var(--warn);font-weight:600}.note{color:var(--quiet)}
pre{background:var(--wash);padding:12px;overflow-x:auto;font-size:13px}
details summary{cursor:pointer;color:var(--blue);font-weight:600;margin:10px 0}
summary:focus-visible,a:focus-visible{outline:3px solid #ffb81c}
footer{margin:48px 0 0;padding:20px 0 40px;border-top:1px solid var(--line);color:var(--quiet);font-size:13px}
@media print{
@page{size:A4 portrait;margin:14mm}
body{font-size:10pt}
main,header>div{max-width:none;padding:0}
header{background:#fff;color:var(--ink);border-bottom:3px solid var(--blue);padding:0 0 8px}
h1{font-size:18pt}h2{font-size:13pt;margin:20px 0 6px;break-after:avoid}
.facts{grid-template-columns:repeat(3,1fr);gap:6px}.fact{break-inside:avoid;padding:6px 8px}.fact b{font-size:14pt}
.scroll{overflow:visible}table{font-size:7pt;table-layout:auto}
th,td{padding:2px 4px 2px 0;overflow-wrap:break-word}th.n{white-space:normal}
thead{display:table-header-group}tr,.map{break-inside:avoid}.map{max-height:150mm}
.bar{min-width:40px}.bar i,.bar u,.swatch,.fact{print-color-adjust:exact;-webkit-print-color-adjust:exact}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:7pt}
details:not([open])>*:not(summary){display:block}details::details-content{content-visibility:visible;display:block}
}
)";

/// Columns of the neighbourhood table that a page leaves out: those that say nothing here.
std::set<std::size_t> narrow_columns(const DescribedPlan& described) {
  constexpr std::size_t kName = 1, kRegisteredPerResident = 5, kReock = 11, kHull = 12, kPieces = 13,
                        kOutside = 14, kReason = 15, kCode = 16;
  std::set<std::size_t> hidden{kRegisteredPerResident, kReock, kHull, kCode};
  const auto none = [&](auto says) {
    return std::none_of(described.neighbourhoods.begin(), described.neighbourhoods.end(), says);
  };
  if (none([](const auto& facts) { return !datasets::further_name(facts.id, facts.name).empty(); }))
    hidden.insert(kName);
  if (none([](const auto& facts) { return facts.pieces > 1; })) hidden.insert(kPieces);
  if (!described.bounds_asked || none([](const auto& facts) { return facts.loss_people > 0; }))
    hidden.insert(kOutside);
  if (none([](const auto& facts) { return !facts.reason.empty(); })) hidden.insert(kReason);
  return hidden;
}

std::string criteria_section(const DescribedPlan& described) {
  const auto table = criteria_table(described);
  std::string html =
      "<p>Each criterion has a loss: 0 is the best, 1 the worst. The dark mark shows the loss of a plain "
      "legal plan, for scale.</p>"
      "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">criterion</th><th scope=\"col\" "
      "class=\"n\">weight</th><th scope=\"col\" class=\"n\">loss (0 best, 1 worst)</th>"
      "<th scope=\"col\"><span aria-hidden=\"true\">0 to 1</span></th><th scope=\"col\" class=\"n\">plain "
      "plan</th><th scope=\"col\" class=\"n\">best for it alone</th>"
      "<th scope=\"col\">in its own units</th></tr></thead><tbody>\n";
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    const auto& row = table.rows[at];
    const auto& criterion = described.score.criteria[at];
    auto units = natural_units(criterion);
    constexpr std::string_view kFlag = "(STRAIGHT_LINE)";
    if (const auto flag = units.find(kFlag); flag != units.npos)
      units.replace(flag, kFlag.size(), "(by straight lines)");
    const double loss = std::get<double>(row[2]), plain = std::get<double>(row[3]);
    html += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td><div "
        "class=\"bar\"><i style=\"width:{:.1f}%\"></i>{}</div></td>"
        "<td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
        escape_xml(said(described, criterion_words(criterion.name))), cell_text(row[1], 2),
        cell_text(row[2], 4), std::isnan(loss) ? 0 : 100 * std::clamp(loss, 0.0, 1.0),
        std::isnan(plain) ? ""
                          : fmt::format("<u style=\"left:{:.1f}%\"></u>", 100 * std::clamp(plain, 0.0, 1.0)),
        cell_text(row[3], 4), cell_text(row[4], 4), escape_xml(said(described, units)));
  }
  html += "</tbody></table></div>\n";
  html +=
      fmt::format("<p><b>Total {}</b>: the weighted mean of the losses judged.",
                  std::isnan(described.score.total) ? "[x]" : fmt::format("{:.4f}", described.score.total));
  if (!described.score.not_judged.empty()) {
    html += " Not judged, because the place lacks the data:";
    for (const auto& name : described.score.not_judged)
      html += " " + escape_xml(said(described, criterion_words(name))) +
              (&name == &described.score.not_judged.back() ? "." : ",");
  }
  return html + "</p>\n";
}

std::string findings_section(const DescribedPlan& described) {
  const auto& findings = described.findings;
  if (findings.empty()) return "<p>Nothing is doubtful.</p>";
  std::vector<const geo::Finding*> sorted;
  for (const auto& finding : findings) sorted.push_back(&finding);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->severity > b->severity; });
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">severity</th><th "
      "scope=\"col\">where</th><th scope=\"col\">what</th><th scope=\"col\">what to "
      "do</th></tr></thead><tbody>\n";
  constexpr std::size_t kMost = 200;
  for (std::size_t i = 0; i < std::min(kMost, sorted.size()); ++i) {
    const auto& finding = *sorted[i];
    html += fmt::format(
        "<tr><td class=\"{0}\">{0}</td><td>{1}</td><td>{2} <span "
        "class=\"note\">{3}</span></td><td>{4}</td></tr>\n",
        geo::severity_name(finding.severity), escape_xml(finding.where),
        escape_xml(said(described, finding.what)), escape_xml(code_words(finding.code)),
        escape_xml(said(described, finding.fix)));
  }
  html += "</tbody></table></div>\n";
  if (sorted.size() > kMost)
    html += fmt::format("<p>{} further findings: run <code>placewright check</code>.</p>\n",
                        sorted.size() - kMost);
  return html;
}

/// Codes of broken rules within a text of the log, in words.
void say_codes(std::string& text) {
  for (const std::string_view code : {"OUT_OF_BOUNDS", "NOT_CONTIGUOUS"})
    for (auto at = text.find(code); at != text.npos; at = text.find(code))
      text.replace(at, code.size(), code_words(code));
}

/// What people said and what became of it, what was decided and why, what is an exception; "" where there is
/// none of it.
std::string record_sections(const DescribedPlan& described) {
  std::string html;
  const auto section = [&](const char* heading, const Table& table) {
    if (!table.rows.empty())
      html += fmt::format("<h2>{}</h2>\n", heading) +
              html_table(table, table.title, {}, datasets::unit_word(*described.place));
  };
  section("Local knowledge, and what became of it", local_knowledge_table(described));
  section("Exceptions to the bounds", exception_table(described));
  auto decisions = decision_table(described);
  for (auto& row : decisions.rows)
    for (auto& cell : row)
      if (auto* text = std::get_if<std::string>(&cell)) say_codes(*text);
  section("Decisions", decisions);
  return html;
}

/// Of whom the data say nothing or too much, what was assumed, how sure each output is.
std::string register_sections(const DescribedPlan& described) {
  std::string html;
  for (const auto& table : register_tables(described))
    html += fmt::format("<h2>{}</h2>\n", escape_xml(said(described, table.title))) +
            html_table(table, "[x]: not known.", {}, datasets::unit_word(*described.place));
  return html;
}

/// "; bus: imported from r5.csv, percentile 50 of 25, 50, 75" of each imported matrix.
std::string travel_sources_text(const datasets::Place& place) {
  std::string text;
  for (const auto& [mode, source] : datasets::travel_sources_of(place.settings))
    text += fmt::format("; {}: {}", mode, source);
  return text;
}

std::string data_section(const datasets::Place& place) {
  Table table{"Data", "", {{"data", 0, ""}, {"state", 0, ""}, {"why it matters", 0, ""}}, {}};
  const auto& areas = place.areas;
  const auto known = [&](const std::vector<double>& column) {
    return static_cast<std::size_t>(
        std::count_if(column.begin(), column.end(), [](double v) { return !datasets::is_missing(v); }));
  };
  const auto state = [&](std::size_t have) {
    return have == 0 ? std::string("missing")
           : have < areas.size()
               ? fmt::format("partial: {} of {} areas", number_text(static_cast<double>(have), 0),
                             number_text(static_cast<double>(areas.size()), 0))
               : std::string("loaded");
  };
  const auto rows = [](std::size_t count) {
    return count == 0 ? std::string("missing")
                      : fmt::format("loaded: {} rows", number_text(static_cast<double>(count), 0));
  };
  table.rows = {
      {std::string("residents"), state(known(areas.population)),
       std::string("the bounds are judged by them")},
      {std::string("deprivation (IMD)"), state(known(areas.imd_score)),
       std::string("gathers or spreads need; marks priority areas")},
      {std::string("GP registrations"), rows(place.registrations.size()),
       datasets::unit_word(place).said("how many patients keep their practice's neighbourhood")},
      {std::string("practices and other sites"), rows(place.sites.size()), std::string("access and hubs")},
      {std::string("ages"), rows(place.ages.size()), std::string("weighted need")},
      {std::string("workforce"), rows(place.workforce.size()), std::string("who covers whom")},
      {std::string("travel times"), rows(place.travel.size()) + travel_sources_text(place),
       std::string("without them access is a straight line times 1.3")},
      {std::string("barriers"), rows(place.barriers.size()),
       std::string("rivers, railways and motorways that divide")},
      {std::string("postcodes"), rows(place.postcodes.size()), std::string("the postcode lookup")}};
  return html_table(
      table, "What the judgement rests on. Missing is not zero: what is missing is left out and said.");
}

std::string sources_section(const datasets::Place& place) {
  Table table{"Sources",
              "",
              {{"file", 0, ""},
               {"taken for", 0, ""},
               {"publisher", 0, ""},
               {"vintage", 0, ""},
               {"rows read", 0, ""},
               {"matched", 0, ""},
               {"left out", 0, ""},
               {"licence", 0, ""},
               {"sha-256", 0, ""}},
              {}};
  for (const auto& source : place.sources)
    table.rows.push_back({source.file, source.taken_for, source.publisher, source.vintage,
                          static_cast<double>(source.rows_read), static_cast<double>(source.rows_matched),
                          fmt::format("{}{}{}", number_text(static_cast<double>(source.rows_left_out), 0),
                                      source.left_out_why.empty() ? "" : ": ", source.left_out_why),
                          source.licence, source.checksum.substr(0, 12)});
  return html_table(table, "Every file that was read, and what came of it");
}

/// Which numbers of neighbourhoods the search left out, from the record of the run; "" where it left out
/// none.
std::string untried_counts(const DescribedPlan& described) {
  const auto run = nlohmann::json::parse(described.plan->run_json, nullptr, false);
  const auto* said =
      run.is_object() && run.contains("counts") && run["counts"].is_object() && run["counts"].contains("said")
          ? &run["counts"]["said"]
          : nullptr;
  return said == nullptr || !said->is_string()
             ? ""
             : "<p class=\"note\">" + escape_xml(output::said(described, said->get<std::string>())) +
                   ".</p>\n";
}

}  // namespace

std::string report_html(const DescribedPlan& described, const workforce::Coverage& staff) {
  const auto& place = *described.place;
  const auto& plan = *described.plan;
  const bool large = place.areas.size() > 3000;
  constexpr double kMapWidthPx = 1100;
  const auto extent = plan_extent(described);
  const double tolerance_m = 0.6 * std::max(1.0, (extent.max_x - extent.min_x) / kMapWidthPx);
  auto scene = plan_scene(described, ColourBy::neighbourhood, tolerance_m);
  auto need = plan_scene(described, ColourBy::deprivation, tolerance_m);
  // A page's map is a third wider than that of a sheet of paper: so are its words and marks.
  for (auto* one : {&scene, &need}) {
    for (auto& label : one->labels) label.size_pt *= 1.6;
    for (auto& point : one->points) point.size_pt *= 1.6;
  }

  std::string html =
      "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n";
  // The page loads nothing and runs nothing, whatever a name in it holds.
  html +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n";
  html += fmt::format("<title>{}: {} {}</title><style>{}</style></head><body>\n", escape_xml(place.name),
                      escape_xml(said(described, "neighbourhoods of plan")), escape_xml(plan.name), kStyle);
  html += fmt::format(
      "<header><div><h1>{} {}</h1><p>Plan {} &middot; {} &middot; hash {} &middot; "
      "{}</p></div></header>\n<main>\n",
      escape_xml(said(described, "Neighbourhoods of")), escape_xml(place.name), escape_xml(plan.name),
      escape_xml(plan.created.empty() ? "undated" : plan.created.substr(0, 10)), plan_hash(plan),
      escape_xml(origin_words(place, plan)));
  if (place.invented)
    html +=
        "<p class=\"banner\">Invented data: this place does not exist. Nothing here describes real people or "
        "services.</p>\n";
  html += first_screen(described);

  html += "<h2>The map</h2>\n" + inline_svg(scene, kMapWidthPx);
  html +=
      "<p class=\"note\">" +
      escape_xml(said(described,
                      "White lines are small areas, dark lines neighbourhoods, dots GP practices. Point at "
                      "an area for its figures; the table below says the same in words.")) +
      "</p>\n";
  html += "<h2>" + escape_xml(said(described, "The neighbourhoods")) + "</h2>\n" +
          html_table(neighbourhood_table(described),
                     "Residents are the denominator unless a column says registered. [x]: not available. The "
                     "exported tables have more columns.",
                     narrow_columns(described));
  const auto profile = measure_profile(place, plan, &staff);
  html +=
      "<details><summary>" + escape_xml(said(described, "Profile of each neighbourhood")) + "</summary>" +
      html_table(profile.table, "[x]: not known. [c]: hidden, few staff.", {}, datasets::unit_word(place));
  for (const auto& line : profile_notes(profile)) html += "<p class=\"note\">" + escape_xml(line) + "</p>\n";
  html += "</details>\n";
  html += "<h2>Where need is</h2>\n" + inline_svg(need, kMapWidthPx) + "<p>";
  for (const auto& entry : need.legend)
    if (!entry.is_mark)
      html += fmt::format("<span class=\"swatch\" style=\"background:{}\"></span>{} &nbsp; ",
                          entry.hatched ? "repeating-linear-gradient(45deg,#eee 0 4px,#999 4px 6px)"
                                        : fmt::format("#{:06x}", entry.fill.rgb),
                          escape_xml(entry.text));
  html +=
      "</p>\n<p class=\"note\">Deprivation is a measure of areas, not of persons: most deprived people may "
      "live elsewhere.</p>\n";
  html += "<h2>How the plan is judged</h2>\n" + criteria_section(described) + untried_counts(described);
  if (!place.workforce.empty())
    html +=
        "<h2>Who is covered, by whom, how fairly</h2>\n" + coverage_section(place, *described.plan, staff);
  html += record_sections(described);
  html += "<h2>What is doubtful</h2>\n" + findings_section(described);
  html += "<h2>Data and gaps</h2>\n" + data_section(place);
  html +=
      "<p><b>Coverage is not uptake.</b> A practice or a team within reach says nothing of whether people "
      "use it, trust it, or get through to it; where need is greatest use is often lowest.</p>\n";
  html += register_sections(described);
  if (!place.registrations.empty() && !large)
    html += "<details><summary>" + escape_xml(said(described, "Practices by neighbourhood")) + "</summary>" +
            html_table(practice_table(described), "By where patients live, and by where the practice lies",
                       {}, datasets::unit_word(place)) +
            "</details>\n";
  if (!plan.brief_toml.empty())
    html += "<details><summary>The brief</summary><pre>" + escape_xml(plan.brief_toml) + "</pre></details>\n";
  if (!plan.run_json.empty())
    html += "<details><summary>The run, to be repeated</summary><pre>" + escape_xml(plan.run_json) +
            "</pre></details>\n";
  html += "<h2>Sources</h2>\n" + sources_section(place);
  html += "<footer>";
  for (const auto& line : attribution_lines(described)) html += escape_xml(line) + "<br>\n";
  return html + "</footer></main></body></html>\n";
}

std::string report_html(const DescribedPlan& described) {
  return report_html(described, workforce::publish_coverage(*described.place, *described.plan).coverage);
}

}  // namespace placewright::boundaries::output
