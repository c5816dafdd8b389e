#include "boundaries/output/html.h"

#include <fmt/format.h>

#include <algorithm>

#include "boundaries/output/page_words.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {

using datasets::escape_xml;

std::string html_table(const Table& table, const std::string& caption, const std::set<std::size_t>& hidden,
                       const datasets::UnitWord& word) {
  std::string html = "<div class=\"scroll\"><table><caption>" + escape_xml(caption) + "</caption><thead><tr>";
  const auto is_number = [&](std::size_t column) {
    return !table.rows.empty() && std::holds_alternative<double>(table.rows.front()[column]);
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (!hidden.contains(c)) {
      const auto name = heading_words(table.columns[c].name);
      auto meaning = table.columns[c].meaning;
      std::replace(meaning.begin(), meaning.end(), '_', ' ');
      html += fmt::format("<th scope=\"col\"{} title=\"{}\">{}</th>", is_number(c) ? " class=\"n\"" : "",
                          escape_xml(word.said(meaning)), escape_xml(word.said(name)));
    }
  html += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      if (!hidden.contains(c)) {
        const bool number = std::holds_alternative<double>(row[c]);
        html += fmt::format("<td{}>{}</td>", number ? " class=\"n\"" : "",
                            escape_xml(cell_text(row[c], table.columns[c].decimals)));
      }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace placewright::boundaries::output
