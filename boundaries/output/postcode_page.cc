#include "boundaries/output/postcode_page.h"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

#include "boundaries/output/plan_words.h"
#include "datasets/place/checksum.h"
#include "datasets/place/names.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {
namespace {

using datasets::escape_xml;
using Json = nlohmann::ordered_json;

constexpr const char* kStyle =
    "body{margin:0 auto;max-width:640px;padding:24px;color:#212b32;background:#fff;font:18px/1.5 "
    "Inter,\"Segoe "
    "UI\",Roboto,Arial,sans-serif}h1{font-size:26px;line-height:1.2}input,button{font:inherit;padding:8px "
    "12px;border:2px solid #212b32}button{background:#005eb8;color:#fff;border-color:#005eb8}input:focus,"
    "button:focus{outline:3px solid #ffb81c}#answer{font-size:22px;font-weight:600;min-height:2em}"
    ".note{color:#4c6272;font-size:14px}.banner{background:#fff4d6;border:2px solid #8a4b00;padding:10px}";

/// Postcodes lie in the page by all but their last two letters: "LS61" -> "0:ABCD,3:EF", the last two letters
/// of each by the row of its neighbourhood.
constexpr const char* kScript = R"(
(function () {
  var data = JSON.parse(document.getElementById('data').textContent);
  var field = document.getElementById('postcode'), answer = document.getElementById('answer');
  function find(text) {
    var code = text.toUpperCase().replace(/[^A-Z0-9]/g, ''), sector = code.slice(0, -2), unit = code.slice(-2);
    if (!Object.prototype.hasOwnProperty.call(data.postcodes, sector)) return null;
    var parts = data.postcodes[sector].split(',');
    for (var p = 0; p < parts.length; p++) {
      var at = parts[p].indexOf(':'), units = parts[p].slice(at + 1);
      for (var i = 0; i < units.length; i += 2)
        if (units.substr(i, 2) === unit) return data.names[Number(parts[p].slice(0, at))];
    }
    return null;
  }
  function show(text) {
    if (!text) return;
    var found = find(text);
    answer.textContent = found === null ? text + ': ' + data.unknown : text + ': ' + found;
  }
  document.getElementById('ask').addEventListener('submit', function (event) {
    event.preventDefault();
    show(field.value);
  });
  show(decodeURIComponent(location.hash.slice(1)));
})();
)";

/// 64 hex digits as base64, as a security policy names a script.
std::string base64_of_hex(const std::string& hex) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto value = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string text;
  unsigned bits = 0, count = 0;
  for (const char c : hex) {
    bits = bits << 4U | value(c);
    count += 4;
    if (count < 6) continue;
    count -= 6;
    text += kDigits[bits >> count & 63U];
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 63U];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::string plain(const std::string& postcode) {
  std::string code;
  for (const char c : postcode)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return code;
}

Json data_of(const DescribedPlan& described) {
  Json names = Json::array();
  for (const auto& facts : described.neighbourhoods)
    names.push_back(datasets::full_name(facts.id, facts.name));
  std::map<std::string, std::map<std::int32_t, std::string>> sectors;
  for (const auto& postcode : described.place->postcodes) {
    const auto area = described.place->find_area(postcode.area);
    const auto code = plain(postcode.postcode);
    if (!area || described.label_of_area[*area] < 0 || code.size() < 3) continue;
    sectors[code.substr(0, code.size() - 2)][described.label_of_area[*area]] += code.substr(code.size() - 2);
  }
  Json postcodes = Json::object();
  for (const auto& [sector, by_label] : sectors) {
    std::string text;
    for (const auto& [label, units] : by_label)
      text += fmt::format("{}{}:{}", text.empty() ? "" : ",", label, units);
    postcodes[sector] = text;
  }
  return {{"names", std::move(names)},
          {"unknown", said(described, "no neighbourhood of this plan; check the postcode")},
          {"postcodes", std::move(postcodes)}};
}

/// JSON that no name in it can end the element of.
std::string embedded(const Json& json) {
  std::string text;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace))
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  return text;
}

}  // namespace

std::string postcode_page(const DescribedPlan& described) {
  const auto title = fmt::format("{} {}", said(described, "Find your neighbourhood:"), described.place->name);
  std::string html =
      "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n";
  html += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n",
      base64_of_hex(datasets::sha256(kScript)));
  html += fmt::format("<title>{0}</title><style>{1}</style></head><body><main><h1>{0}</h1>\n",
                      escape_xml(title), kStyle);
  if (described.place->invented)
    html += "<p class=\"banner\">Invented data: this place does not exist.</p>\n";
  html += fmt::format(
      "<form id=\"ask\"><label for=\"postcode\">Your postcode</label><br>\n<input id=\"postcode\" "
      "autocomplete=\"postal-code\" size=\"10\"> <button type=\"submit\">Find</button></form>\n"
      "<p id=\"answer\" role=\"status\" aria-live=\"polite\"></p>\n"
      "<noscript><p>This page needs a script that looks the postcode up within it; the same list is the "
      "table "
      "of postcodes beside it.</p></noscript>\n"
      "<p class=\"note\">Plan {}. A postcode is placed by one point: where a border runs through it a few "
      "homes lie on the other side. Nothing that you type leaves this page.</p>\n",
      escape_xml(described.plan->name));
  html += "<script type=\"application/json\" id=\"data\">" + embedded(data_of(described)) + "</script>\n";
  return html + "<script>" + kScript + "</script>\n</main></body></html>\n";
}

}  // namespace placewright::boundaries::output
