#include "viewer/panels/map_names.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace placewright::viewer {
namespace {

constexpr std::size_t kMostNames = 60, kMostRivers = 6;
constexpr std::uint8_t kSuburb = 2;

Rgba faint(Rgba colour, std::uint32_t alpha) { return (colour & 0x00ffffff) | alpha << 24; }

/// How a rank's name is written: its size of the body text, and the letters' space where they are capitals.
struct NameLook {
  ImFont* font;
  float size;
  float spacing = 0;
  std::uint32_t alpha = 255;
};

NameLook look_of(std::uint8_t rank, const ui::Pen& pen) {
  const auto& fonts = pen.fonts;
  switch (rank) {
    case 0:
      return {fonts.bold, fonts.bold->FontSize * 1.12f};
    case 1:
      return {fonts.body, fonts.body->FontSize};
    case kSuburb:
      return {fonts.small, fonts.small->FontSize * 0.84f, pen.px(1.3f)};
    case 3:
      return {fonts.small, fonts.small->FontSize * 0.96f};
    default:
      return {fonts.small, fonts.small->FontSize * 0.9f, 0, 235};
  }
}

/// A district's letters are capitals; others stand as they are.
std::string shown_text(const GroundName& name) {
  std::string text = name.text;
  if (name.rank != kSuburb) return text;
  for (auto& letter : text)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

/// The bytes of the letter that begins at a place of a text.
std::size_t letter_bytes(const std::string& text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

float width_of(const NameLook& look, const std::string& text) {
  float width = look.font->CalcTextSizeA(look.size, 1e6f, 0, text.c_str()).x;
  for (std::size_t at = 0; look.spacing > 0 && at < text.size(); at += letter_bytes(text, at))
    width += look.spacing;
  return width;
}

void put_text(ImDrawList& draw, const NameLook& look, ImVec2 at, Rgba colour, const std::string& text) {
  if (look.spacing == 0) {
    draw.AddText(look.font, look.size, at, colour, text.c_str());
    return;
  }
  for (std::size_t from = 0; from < text.size();) {
    const auto bytes = letter_bytes(text, from);
    const char *begin = text.c_str() + from, *end = begin + bytes;
    draw.AddText(look.font, look.size, at, colour, begin, end);
    at.x += look.font->CalcTextSizeA(look.size, 1e6f, 0, begin, end).x + look.spacing;
    from += bytes;
  }
}

void put_with_halo(ImDrawList& draw, const NameLook& look, ImVec2 at, Rgba colour, Rgba halo, float reach,
                   const std::string& text) {
  constexpr std::array<std::pair<float, float>, 8> ring{
      {{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-.7f, -.7f}, {.7f, -.7f}, {-.7f, .7f}, {.7f, .7f}}};
  for (const auto& [dx, dy] : ring)
    put_text(draw, look, ImVec2(at.x + dx * reach, at.y + dy * reach), halo, text);
  put_text(draw, look, at, colour, text);
}

/// Text that was drawn level around `from`, slanted, turned, and put around `middle`.
void turn_text(ImDrawList& draw, int first, ImVec2 from, ImVec2 middle, float angle) {
  constexpr float kSlant = 0.2f;
  const float c = std::cos(angle), s = std::sin(angle);
  for (int i = first; i < draw.VtxBuffer.Size; ++i) {
    auto& p = draw.VtxBuffer[i].pos;
    const float y = p.y - from.y, x = p.x - from.x - kSlant * y;
    p = ImVec2(middle.x + x * c - y * s, middle.y + x * s + y * c);
  }
}

}  // namespace

void draw_ground_names(const GroundPicture& picture, const ui::Pen& pen, const Canvas& canvas,
                       std::vector<LabelBox>& taken) {
  const auto& theme = pen.theme;
  const float margin = pen.px(4);
  const NameSpace space{canvas.camera,
                        canvas.size.x,
                        canvas.size.y,
                        pen.px(1),
                        {margin, margin, canvas.size.x - margin, canvas.size.y - margin}};
  // Boxes are relative to the map here, and to the screen outside.
  std::vector<LabelBox> on_map;
  for (const auto& box : taken)
    on_map.push_back(
        {box.x0 - canvas.from.x, box.y0 - canvas.from.y, box.x1 - canvas.from.x, box.y1 - canvas.from.y});
  const Rgba ink = theme.text_quiet, halo = faint(theme.paper, 205);
  for (const auto& placed : place_ground_names(
           picture, space,
           [&](const GroundName& name) {
             const auto look = look_of(name.rank, pen);
             return NameSize{width_of(look, shown_text(name)) + pen.px(4), look.size + pen.px(1)};
           },
           on_map, kMostNames)) {
    const auto& name = picture.names[placed.name];
    const auto look = look_of(name.rank, pen);
    put_with_halo(canvas.draw, look,
                  ImVec2(canvas.from.x + placed.box.x0 + pen.px(2), canvas.from.y + placed.box.y0),
                  faint(ink, look.alpha), halo, pen.px(1.2f), shown_text(name));
  }
  const NameLook river{pen.fonts.small, pen.fonts.small->FontSize * 0.92f};
  const Rgba water = theme.kind == ThemeKind::dark ? rgb(0x86b4d0) : rgb(0x2d6285);
  for (const auto& placed : place_river_names(
           picture, space,
           [&](const RiverName& name) {
             return NameSize{width_of(river, name.text) + pen.px(6), river.size + pen.px(2)};
           },
           on_map, kMostRivers)) {
    const auto& text = picture.rivers[placed.river].text;
    const int first = canvas.draw.VtxBuffer.Size;
    // Level in the middle of the map, where no letter is cut off, before it is put in its place.
    const ImVec2 middle(canvas.from.x + canvas.size.x / 2, canvas.from.y + canvas.size.y / 2);
    put_with_halo(canvas.draw, river, ImVec2(middle.x - width_of(river, text) / 2, middle.y - river.size / 2),
                  water, halo, pen.px(1.2f), text);
    turn_text(canvas.draw, first, middle, ImVec2(canvas.from.x + placed.x, canvas.from.y + placed.y),
              placed.angle);
  }
  for (std::size_t at = taken.size(); at < on_map.size(); ++at)
    taken.push_back({on_map[at].x0 + canvas.from.x, on_map[at].y0 + canvas.from.y,
                     on_map[at].x1 + canvas.from.x, on_map[at].y1 + canvas.from.y});
}

}  // namespace placewright::viewer
