#include "boundaries/question/styles.h"

#include <fmt/format.h>

#include <algorithm>

namespace placewright::boundaries {

const Style* find_style(std::string_view name) {
  const auto at =
      std::find_if(kStyles.begin(), kStyles.end(), [&](const auto& style) { return style.name == name; });
  return at == kStyles.end() ? nullptr : &*at;
}

std::string list_styles() {
  std::string text;
  for (const auto& style : kStyles) text += fmt::format("{}{}", text.empty() ? "" : ", ", style.name);
  return text;
}

std::string describe_styles() {
  std::string text;
  for (const auto& style : kStyles)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", style.name, style.sentence);
  return text;
}

void use_style(Brief& brief, const Style& style) {
  brief.style = style.name;
  brief.weights.of = style.weights;
  brief.weights.alignment.clear();
}

}  // namespace placewright::boundaries
