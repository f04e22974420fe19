//! The bytes of an image → its size in pixels, and the same image in fewer of them. `disk` measures what a site holds, so
//! that a page can keep the room free; a build makes the smaller ones. The home of the image libraries.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as Filter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits};
use std::io::{BufRead, Cursor, Read, Seek};

/// An image's size as a browser shows it: turned upright where the camera said so (EXIF 2.3, tag 0x0112).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Width and height in CSS pixels. An SVG need not have any.
    pub size: Option<(u32, u32)>,
    /// Whether a smaller one can be made: a JPEG or a PNG that does not move.
    pub is_photograph: bool,
}

/// The widths in which a large image is offered besides its own, in pixels. A column of text is about 520 wide, a dense
/// screen shows two or three times as many.
const WIDTHS: [u32; 3] = [480, 1080, 1600];

/// The quality of a smaller JPEG, of 100. Browsers show no difference at twice the pixels.
const QUALITY: u8 = 80;

/// What is read of an SVG to find its root element, in bytes.
const SVG_HEAD: u64 = 64 * 1024;

impl Picture {
    /// The smaller widths that are worth making: a fifth less at least.
    pub fn widths(self) -> impl Iterator<Item = u32> {
        WIDTHS
            .into_iter()
            .filter(move |width| self.is_photograph && self.size.is_some_and(|(own, _)| width * 5 <= own * 4))
    }
}

/// Whether a file is an image, by its name.
pub fn is_image(extension: &str) -> bool {
    ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"].contains(&extension.to_ascii_lowercase().as_str())
}

/// Measures an image by its header. What it is, its bytes say, not its name.
pub fn measure(mut bytes: impl BufRead + Seek) -> Option<Picture> {
    let format = ImageReader::new(&mut bytes).with_guessed_format().ok()?.format();
    bytes.rewind().ok()?;
    match format {
        Some(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => measure_photograph(bytes, format).ok(),
        Some(_) => measure_other(bytes),
        None => measure_other(&mut bytes).or_else(|| measure_svg(bytes)),
    }
}

fn measure_photograph(bytes: impl BufRead + Seek, format: ImageFormat) -> ImageResult<Picture> {
    let mut decoder = ImageReader::with_format(bytes, format).into_decoder()?;
    let (width, height) = decoder.dimensions();
    let size = if is_sideways(decoder.orientation()?) { (height, width) } else { (width, height) };
    Ok(Picture { size: Some(size), is_photograph: true })
}

fn is_sideways(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn measure_other(bytes: impl BufRead + Seek) -> Option<Picture> {
    let size = imagesize::reader_size(bytes).ok()?;
    let side = |pixels: usize| u32::try_from(pixels).ok().filter(|&pixels| pixels > 0);
    Some(Picture { size: Some((side(size.width)?, side(size.height)?)), is_photograph: false })
}

/// The size that an SVG's root element gives: `width` and `height`, else its `viewBox` (SVG 2, 8.2).
fn measure_svg(mut bytes: impl BufRead + Seek) -> Option<Picture> {
    bytes.rewind().ok()?;
    let mut head = Vec::new();
    bytes.take(SVG_HEAD).read_to_end(&mut head).ok()?;
    let mut reader = quick_xml::Reader::from_reader(head.as_slice());
    let root = loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Start(root) | quick_xml::events::Event::Empty(root) => break root,
            quick_xml::events::Event::Eof => return None,
            _ => {}
        }
    };
    if root.local_name().as_ref() != "svg" {
        return None;
    }
    let attribute = |name: &str| {
        let value = root.try_get_attribute(name).ok().flatten()?;
        Some(value.value.into_owned())
    };
    let length = |name: &str| attribute(name).and_then(|value| pixels(&value));
    let area = attribute("viewBox").unwrap_or_default();
    let area: Vec<&str> = area.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let of_area = |at: usize| area.get(at).and_then(|value| pixels(value));
    let size = length("width").zip(length("height")).or_else(|| of_area(2).zip(of_area(3)));
    Some(Picture { size, is_photograph: false })
}

/// `800`, `800px`, `800.4`: a length in CSS pixels, rounded.
fn pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let number: f64 = length.strip_suffix("px").unwrap_or(length).trim_end().parse().ok()?;
    let rounded = number.round();
    // A number that is not finite fails both comparisons.
    (rounded >= 1.0 && rounded <= f64::from(u16::MAX)).then_some(rounded as u32)
}

/// The image upright and `width` pixels wide, in its own format, with its colour profile and nothing else of what the
/// camera wrote into it. Errors are the library's words.
pub fn resize(bytes: &[u8], width: u32) -> Result<Vec<u8>, String> {
    resized(bytes, width).map_err(|error| error.to_string())
}

fn resized(bytes: &[u8], width: u32) -> ImageResult<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let is_png = reader.format() == Some(ImageFormat::Png);
    reader.limits(Limits::default());
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1));
    let small = image.resize_exact(width, u32::try_from(height).unwrap_or(u32::MAX).max(1), FilterType::CatmullRom);
    let mut out = Vec::new();
    if is_png {
        let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, Filter::Adaptive);
        keep(&mut encoder, profile);
        let small =
            if small.color().has_alpha() { small.to_rgba8().into() } else { DynamicImage::from(small.to_rgb8()) };
        small.write_with_encoder(encoder)?;
    } else {
        let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        keep(&mut encoder, profile);
        small.to_rgb8().write_with_encoder(encoder)?;
    }
    Ok(out)
}

fn keep(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        // An encoder that has no place for it writes the image without.
        let _ = encoder.set_icc_profile(profile);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn photograph(width: u32, height: u32) -> DynamicImage {
        image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x / 7 + y / 3) as u8])).into()
    }

    /// A PNG of this size.
    pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
        encoded(&photograph(width, height), ImageFormat::Png)
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn size(bytes: &[u8]) -> Option<(u32, u32)> {
        measure(Cursor::new(bytes))?.size
    }

    /// A JPEG with an EXIF segment that says how the camera was held.
    fn turned(bytes: &[u8], orientation: u8) -> Vec<u8> {
        let exif = [
            b"Exif\0\0".as_slice(),
            b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0",
            &[orientation],
            b"\0\0\0\0\0\0",
        ]
        .concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&bytes[..2], &[0xFF, 0xE1], &length, &exif, &bytes[2..]].concat()
    }

    #[test]
    fn an_image_is_as_large_as_its_header_says() {
        let image = photograph(30, 20);
        assert_eq!(size(&encoded(&image, ImageFormat::Jpeg)), Some((30, 20)));
        assert_eq!(size(&encoded(&image, ImageFormat::Png)), Some((30, 20)));
        assert_eq!(size(b"GIF89a\x1e\0\x14\0\x80\0\0\0\0\0"), Some((30, 20)));
        assert_eq!(size(b"not an image"), None);
        assert_eq!(size(b""), None);
    }

    #[test]
    fn an_svg_is_as_large_as_its_root_says() {
        let svg =
            |root: &str| size(format!("<?xml version=\"1.0\"?>\n<!-- a chart -->\n<svg {root}></svg>").as_bytes());
        assert_eq!(svg("width=\"800\" height=\"400px\""), Some((800, 400)));
        assert_eq!(svg("width='100%' viewBox='0 0 640.4 320'"), Some((640, 320)));
        assert_eq!(svg("viewBox=\"0,0,640,320\" width=\"12mm\""), Some((640, 320)));
        assert_eq!(svg("width=\"NaN\" height=\"inf\""), None);
        assert_eq!(svg("xmlns=\"http://www.w3.org/2000/svg\""), None);
        assert!(measure(Cursor::new(b"<svg/>")).is_some(), "an image all the same");
        assert_eq!(size(b"<html width=\"3\" height=\"4\"></html>"), None);
    }

    #[test]
    fn a_photograph_taken_upright_is_measured_and_resized_upright() {
        let held = turned(&encoded(&photograph(300, 200), ImageFormat::Jpeg), 6);
        assert_eq!(size(&held), Some((200, 300)));
        let small = resize(&held, 100).unwrap();
        assert_eq!(size(&small), Some((100, 150)));
        assert!(!small.windows(4).any(|bytes| bytes == b"Exif"), "where a photograph was taken stays private");
    }

    #[test]
    fn what_is_seen_through_stays_so() {
        let clear: DynamicImage = image::RgbaImage::from_pixel(40, 40, image::Rgba([9, 9, 9, 0])).into();
        let small = resize(&encoded(&clear, ImageFormat::Png), 20).unwrap();
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height(), small.to_rgba8().get_pixel(3, 3)[3]), (20, 20, 0));
    }

    #[test]
    fn smaller_widths_are_offered_where_they_save_something() {
        let widths =
            |width, is_photograph| Picture { size: Some((width, 9)), is_photograph }.widths().collect::<Vec<u32>>();
        assert!(widths(400, true).is_empty());
        assert!(widths(599, true).is_empty());
        assert_eq!(widths(600, true), [480]);
        assert_eq!(widths(4000, true), [480, 1080, 1600]);
        assert!(widths(4000, false).is_empty());
    }

    #[test]
    fn a_damaged_image_is_an_error() {
        let whole = encoded(&photograph(300, 200), ImageFormat::Png);
        assert!(resize(&whole[..whole.len() / 2], 100).is_err());
        assert!(resize(b"", 100).is_err());
    }
}
