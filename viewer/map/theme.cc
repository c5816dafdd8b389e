#include "viewer/map/theme.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace placewright::viewer {
namespace {

std::string first_there(std::initializer_list<const char*> paths) {
  for (const auto* path : paths)
    if (std::filesystem::exists(path)) return path;
  return {};
}

ImVec4 to_vec(Rgba colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}
double encoded(double channel) {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * std::pow(channel, 1 / 2.4) - 0.055;
}

std::array<double, 3> linear_rgb(Rgba colour) {
  return {linear((colour & 255) / 255.0), linear(((colour >> 8) & 255) / 255.0),
          linear(((colour >> 16) & 255) / 255.0)};
}

}  // namespace

double contrast(Rgba a, Rgba b) {
  const auto luminance = [](Rgba colour) {
    const auto c = linear_rgb(colour);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  };
  const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

Theme theme_of(ThemeKind kind) {
  Theme theme{};
  theme.kind = kind;
  switch (kind) {
    case ThemeKind::light:
      theme.window = rgb(0xf0f4f5), theme.panel = rgb(0xffffff), theme.panel_line = rgb(0xd0d7db);
      theme.text = rgb(0x212b32), theme.text_quiet = rgb(0x4c6272);
      theme.accent = rgb(0x005eb8), theme.accent_text = rgb(0xffffff);
      theme.control = rgb(0xf3f6f8), theme.control_hover = rgb(0xe1e9ef), theme.control_line = rgb(0x768692);
      theme.warn = rgb(0x8a4b00), theme.bad = rgb(0xa3182e), theme.good = rgb(0x00662f);
      theme.paper = rgb(0xf4f3ef), theme.context = rgb(0xefeeea), theme.selection = rgb(0xffb81c),
      theme.hover = rgb(0x212b32), theme.label_halo = rgb(0xffffff, 217), theme.missing = rgb(0xd9dde0);
      theme.map = {rgb(0xf4f3ef), rgb(0xffffff), 0.8f, rgb(0x212b32), 2.2f, rgb(0x869299), 1.f};
      break;
    case ThemeKind::dark:
      theme.window = rgb(0x14191d), theme.panel = rgb(0x1d2429), theme.panel_line = rgb(0x36424a);
      theme.text = rgb(0xedf1f3), theme.text_quiet = rgb(0xaebac2);
      theme.accent = rgb(0x4ea3e8), theme.accent_text = rgb(0x0b1216);
      theme.control = rgb(0x29333a), theme.control_hover = rgb(0x35424b), theme.control_line = rgb(0x7f8f99);
      theme.warn = rgb(0xf0b35a), theme.bad = rgb(0xff8a92), theme.good = rgb(0x6fd19b);
      theme.paper = rgb(0x171c1f), theme.context = rgb(0x232c32), theme.selection = rgb(0xffc84a),
      theme.hover = rgb(0xffffff), theme.label_halo = rgb(0x12181d, 217), theme.missing = rgb(0x4a555c);
      theme.map = {rgb(0x171c1f), rgb(0x1d2429), 0.8f, rgb(0xf5f7f8), 2.2f, rgb(0x5d6b74), 1.f};
      break;
    case ThemeKind::contrast:
      theme.window = rgb(0xffffff), theme.panel = rgb(0xffffff), theme.panel_line = rgb(0x000000);
      theme.text = rgb(0x000000), theme.text_quiet = rgb(0x1f1f1f);
      theme.accent = rgb(0x00309c), theme.accent_text = rgb(0xffffff);
      theme.control = rgb(0xffffff), theme.control_hover = rgb(0xffeb99), theme.control_line = rgb(0x000000);
      theme.warn = rgb(0x6b3a00), theme.bad = rgb(0x8f0018), theme.good = rgb(0x004d24);
      theme.paper = rgb(0xffffff), theme.context = rgb(0xf2f2f2), theme.selection = rgb(0xffb000),
      theme.hover = rgb(0x000000), theme.label_halo = rgb(0xffffff, 240), theme.missing = rgb(0xcfcfcf);
      theme.map = {rgb(0xffffff), rgb(0x8c8c8c), 0.8f, rgb(0x000000), 3.2f, rgb(0x000000), 1.2f};
      break;
  }
  return theme;
}

const std::vector<Rgba>& neighbourhood_fills(ThemeKind kind) {
  static const std::vector<Rgba> light{rgb(0x8fa9cc), rgb(0xa6ddd2), rgb(0xc98bb4), rgb(0xf9b891),
                                       rgb(0xd5d8da), rgb(0xcbb8ea), rgb(0xf2e2a0), rgb(0x9ac7e8)};
  static const std::vector<Rgba> dark{rgb(0x3c5f92), rgb(0x28786b), rgb(0x86416f), rgb(0x9d592f),
                                      rgb(0x5f6a70), rgb(0x6f5aa0), rgb(0x796822), rgb(0x2f7099)};
  return kind == ThemeKind::dark ? dark : light;
}

const std::vector<Rgba>& need_fills(ThemeKind kind) {  // light: ColorBrewer YlGnBu, lightest first
  static const std::vector<Rgba> light{rgb(0xffffcc), rgb(0xa1dab4), rgb(0x41b6c4), rgb(0x2c7fb8),
                                       rgb(0x253494)};
  static const std::vector<Rgba> dark{rgb(0x2b3f63), rgb(0x2f6690), rgb(0x3a97a3), rgb(0x86cfa5),
                                      rgb(0xf3f3a8)};
  return kind == ThemeKind::dark ? dark : light;
}

const std::vector<Rgba>& diverging_fills(
    ThemeKind kind) {  // light: ColorBrewer PuOr, below the target to above; its middle a grey that is not
                       // the ground's
  static const std::vector<Rgba> light{rgb(0x5e3c99), rgb(0xb2abd2), rgb(0xe2e5e7), rgb(0xfdb863),
                                       rgb(0xe66101)};
  static const std::vector<Rgba> dark{rgb(0xc3b1f7), rgb(0x7768a8), rgb(0x46535c), rgb(0xa5672f),
                                      rgb(0xffa64d)};
  return kind == ThemeKind::dark ? dark : light;
}

const std::vector<Rgba>& gap_fills(ThemeKind kind) {  // light: ColorBrewer PRGn, told apart by any eye; its
                                                      // middle a grey that is not the ground's
  static const std::vector<Rgba> light{rgb(0x762a83), rgb(0xa67bb8), rgb(0xd8c3de), rgb(0xd6dbde),
                                       rgb(0xc2e3bb), rgb(0x6fb56c), rgb(0x1b7837)};
  static const std::vector<Rgba> dark{rgb(0xdcb8f2), rgb(0xa07cbd), rgb(0x6b5580), rgb(0x46535c),
                                      rgb(0x4d7a53), rgb(0x72b074), rgb(0xb5ebae)};
  return kind == ThemeKind::dark ? dark : light;
}

const std::vector<Rgba>& footprint_fills(ThemeKind kind) {  // lighter and darker by turns: a map of the
                                                            // plan's borders lies over them
  static const std::vector<Rgba> light{rgb(0xbcd3e8), rgb(0xf1d7b0), rgb(0xc5dfbe), rgb(0xdcc7e3),
                                       rgb(0xf3c9c4), rgb(0xb9dcd8), rgb(0xe6e0a8), rgb(0xcfd3d6)};
  static const std::vector<Rgba> dark{rgb(0x2f5275), rgb(0x77592b), rgb(0x3d6a3a), rgb(0x65477a),
                                      rgb(0x80463f), rgb(0x2b6964), rgb(0x6b6626), rgb(0x59636a)};
  return kind == ThemeKind::dark ? dark : light;
}

const std::vector<Rgba>& bivariate_fills(
    ThemeKind kind) {  // away from the ground along both sides, blue for need and ochre for minutes
  static const std::vector<Rgba> light{rgb(0xe8e8e8), rgb(0xe4d9ac), rgb(0xc8b35a),
                                       rgb(0xb5c0da), rgb(0xada9a0), rgb(0x9d8f58),
                                       rgb(0x6c83b5), rgb(0x627094), rgb(0x524a5c)};
  static const std::vector<Rgba> dark{rgb(0x36424a), rgb(0x7a6a34), rgb(0xc2a23c),
                                      rgb(0x456199), rgb(0x7f8580), rgb(0xcdbd86),
                                      rgb(0x6397e4), rgb(0xa6b8da), rgb(0xe2dced)};
  return kind == ThemeKind::dark ? dark : light;
}

Rgba laid_over(Rgba under, Rgba over) {
  const Rgba cover = over >> 24;
  Rgba mixed = 0xff000000;
  for (unsigned shift : {0u, 8u, 16u})
    mixed |= (((under >> shift & 255) * (255 - cover) + (over >> shift & 255) * cover) / 255) << shift;
  return mixed;
}

Rgba seen_by(Rgba colour, Sight sight) {
  if (sight == Sight::normal) return colour;
  constexpr std::array<double, 9> deuter{0.367322, 0.860646,  -0.227968, 0.280085, 0.672501,
                                         0.047413, -0.011820, 0.042940,  0.968881};
  constexpr std::array<double, 9> prot{0.152286, 1.052583,  -0.204868, 0.114503, 0.786281,
                                       0.099216, -0.003882, -0.048116, 1.051998};
  constexpr std::array<double, 9> trit{1.255528, -0.076749, -0.178779, -0.078411, 0.930809,
                                       0.147602, 0.004733,  0.691367,  0.303900};
  const auto& matrix = sight == Sight::deuteranopia ? deuter : sight == Sight::protanopia ? prot : trit;
  const auto c = linear_rgb(colour);
  Rgba result = colour & 0xff000000;
  for (std::size_t row = 0; row < 3; ++row) {
    const double value = matrix[3 * row] * c[0] + matrix[3 * row + 1] * c[1] + matrix[3 * row + 2] * c[2];
    result |= static_cast<Rgba>(std::lround(255 * std::clamp(encoded(std::clamp(value, 0.0, 1.0)), 0.0, 1.0)))
              << (8 * row);
  }
  return result;
}

Fonts load_fonts(float scale) {
  auto& io = ImGui::GetIO();
  io.Fonts->Clear();
  io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  io.Fonts->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  const auto regular = first_there({"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
                                    "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
                                    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"});
  const auto bold = first_there({"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf",
                                 "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf",
                                 "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"});
  // Latin with Welsh accents, dashes, arrows and the signs that figures need.
  static const ImWchar ranges[] = {0x20,   0x17f,  0x2010, 0x2027, 0x2030, 0x203a, 0x20ac,
                                   0x20ac, 0x2190, 0x2193, 0x2212, 0x2212, 0x2260, 0x2265,
                                   0x25a0, 0x25cf, 0x2713, 0x2717, 0};
  Fonts fonts;
  const auto add = [&](const std::string& path, float px) {
    if (path.empty()) {
      ImFontConfig config;
      config.SizePixels = px;
      return io.Fonts->AddFontDefault(&config);
    }
    return io.Fonts->AddFontFromFileTTF(path.c_str(), px, nullptr, ranges);
  };
  fonts.body = add(regular, std::round(16 * scale));
  fonts.bold = add(bold, std::round(16 * scale));
  fonts.small = add(regular, std::round(13.5f * scale));
  fonts.large = add(bold, std::round(23 * scale));
  io.Fonts->Build();
  return fonts;
}

void apply_theme(const Theme& theme, float scale) {
  auto& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowRounding = 0;
  style.FrameRounding = 4;
  style.GrabRounding = 4;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 6;
  style.TabRounding = 4;
  style.FrameBorderSize = 1;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.WindowPadding = ImVec2(14, 12);
  style.FramePadding = ImVec2(9, 5);
  style.ItemSpacing = ImVec2(8, 7);
  style.ItemInnerSpacing = ImVec2(6, 5);
  style.CellPadding = ImVec2(7, 4);
  style.ScrollbarSize = 13;
  style.ScaleAllSizes(scale);
  auto* colours = style.Colors;
  const auto set = [&](ImGuiCol which, Rgba colour) { colours[which] = to_vec(colour); };
  const auto faint = [](Rgba colour, std::uint32_t alpha) { return (colour & 0x00ffffff) | (alpha << 24); };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.text_quiet);
  set(ImGuiCol_WindowBg, theme.panel);
  set(ImGuiCol_ChildBg, faint(theme.panel, 0));
  set(ImGuiCol_PopupBg, theme.panel);
  set(ImGuiCol_Border, theme.control_line);
  set(ImGuiCol_BorderShadow, 0);
  set(ImGuiCol_FrameBg, theme.control);
  set(ImGuiCol_FrameBgHovered, theme.control_hover);
  set(ImGuiCol_FrameBgActive, theme.control_hover);
  set(ImGuiCol_TitleBg, theme.panel);
  set(ImGuiCol_TitleBgActive, theme.panel);
  set(ImGuiCol_MenuBarBg, theme.panel);
  set(ImGuiCol_ScrollbarBg, faint(theme.window, 0));
  set(ImGuiCol_ScrollbarGrab, faint(theme.control_line, 110));
  set(ImGuiCol_ScrollbarGrabHovered, faint(theme.control_line, 170));
  set(ImGuiCol_ScrollbarGrabActive, theme.control_line);
  set(ImGuiCol_CheckMark, theme.accent);
  set(ImGuiCol_SliderGrab, theme.accent);
  set(ImGuiCol_SliderGrabActive, theme.accent);
  set(ImGuiCol_Button, theme.control);
  set(ImGuiCol_ButtonHovered, theme.control_hover);
  set(ImGuiCol_ButtonActive, theme.control_hover);
  set(ImGuiCol_Header, faint(theme.accent, 46));
  set(ImGuiCol_HeaderHovered, faint(theme.accent, 30));
  set(ImGuiCol_HeaderActive, faint(theme.accent, 70));
  set(ImGuiCol_Separator, theme.panel_line);
  set(ImGuiCol_SeparatorHovered, theme.accent);
  set(ImGuiCol_SeparatorActive, theme.accent);
  set(ImGuiCol_Tab, theme.control);
  set(ImGuiCol_TabHovered, theme.control_hover);
  set(ImGuiCol_TabActive, theme.panel);
  set(ImGuiCol_TableHeaderBg, theme.window);
  set(ImGuiCol_TableBorderStrong, theme.panel_line);
  set(ImGuiCol_TableBorderLight, theme.panel_line);
  set(ImGuiCol_TableRowBg, faint(theme.panel, 0));
  set(ImGuiCol_TableRowBgAlt, faint(theme.window, 120));
  set(ImGuiCol_TextSelectedBg, faint(theme.accent, 80));
  set(ImGuiCol_NavHighlight, theme.selection);
  set(ImGuiCol_PlotHistogram, theme.accent);
  set(ImGuiCol_PlotLines, theme.accent);
  set(ImGuiCol_ModalWindowDimBg, rgb(0x000000, 110));
}

}  // namespace placewright::viewer
