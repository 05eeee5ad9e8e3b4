package io.cuvette.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Files of pictures. */
public final class Pictures {

    /** Device pixels a unit, so that prints and dense screens stay sharp. */
    public static final int SCALE = 2;

    /** Of a PNG, which takes four bytes a pixel while it is drawn. */
    public static final long MOST_PIXELS = 64_000_000;

    private static final String SVG = "http://www.w3.org/2000/svg";

    /**
     * Java's own sans serif on Linux is DejaVu Sans; Verdana, on the other systems, has the same
     * widths, so that what was measured here fits there.
     */
    private static final String FONT_FAMILY =
            "'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif";

    /** A line from a place to itself, which is how many dots are written; half as long. */
    private static final Pattern DOT = Pattern.compile("M([-0-9.]+ [-0-9.]+) ?L\\1(?![-0-9.])");

    /** Digits after the point of coordinates, which are units of a pixel. */
    private static final int PRECISION = 2;

    private Pictures() {}

    /** The picture as a PNG file. */
    public static byte[] png(Picture picture) {
        return encode(render(picture));
    }

    public static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Width and height are twice the picture's units. */
    public static BufferedImage render(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        if ((long) width * height * SCALE * SCALE > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "the picture of %d x %d units is too large for a PNG of %,d pixels; ask for SVG"
                            .formatted(width, height, MOST_PIXELS));
        }
        BufferedImage image =
                new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_FRACTIONALMETRICS,
                    RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            picture.draw(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /**
     * The picture as an SVG 1.1 file in UTF-8: shapes, text and embedded pixels, without scripts or
     * references to anything outside.
     */
    public static byte[] svg(Picture picture) {
        Document document = emptyDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(PRECISION);
        context.setComment(null);
        context.setGenericImageHandler(new EmbeddedPixels());
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        Element root;
        try {
            graphics.setSVGCanvasSize(new Dimension(picture.width(), picture.height()));
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, picture.width(), picture.height());
            picture.draw(graphics);
            root = graphics.getRoot();
        } finally {
            graphics.dispose();
        }
        root.setAttribute("viewBox", "0 0 %d %d".formatted(picture.width(), picture.height()));
        root.setAttribute("role", "img");
        refine(root);
        if (!picture.title().isEmpty()) {
            Element title = document.createElementNS(SVG, "title");
            title.setTextContent(Texts.clean(picture.title()));
            root.insertBefore(title, root.getFirstChild());
        }
        return write(root);
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refine(Node node) {
        if (node instanceof Element element) {
            if (element.hasAttribute("font-family")) {
                element.setAttribute("font-family", FONT_FAMILY);
            }
            if (element.hasAttribute("d")) {
                element.setAttribute(
                        "d", DOT.matcher(element.getAttribute("d")).replaceAll("M$1h0"));
            }
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            refine(child);
        }
    }

    private static byte[] write(Element root) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.newTransformer().transform(new DOMSource(root), new StreamResult(out));
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
