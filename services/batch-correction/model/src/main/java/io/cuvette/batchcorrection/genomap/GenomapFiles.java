package io.cuvette.batchcorrection.genomap;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
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

/** PNG and SVG files of what draws itself, with small images that are shown pixel by pixel. */
final class GenomapFiles {

    /** Device pixels a unit, so that prints and dense screens stay sharp. */
    static final int SCALE = 2;

    /** Of a PNG, which takes four bytes a pixel while it is drawn. */
    private static final long MOST_PIXELS = 64_000_000;

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Java's sans serif on Linux, and fonts of the same widths on other systems. */
    private static final String FONT_FAMILY =
            "'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif";

    private GenomapFiles() {}

    static byte[] png(int width, int height, Consumer<Graphics2D> drawing) {
        if ((long) width * height * SCALE * SCALE > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "cells: a PNG of %,d x %,d pixels is too large; choose fewer or ask for SVG"
                            .formatted(width * SCALE, height * SCALE));
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
            drawing.accept(graphics);
        } finally {
            graphics.dispose();
        }
        return encode(image);
    }

    static byte[] encode(BufferedImage image) {
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

    /** SVG 1.1 in UTF-8; images are inside of it, and it refers to nothing. */
    static byte[] svg(int width, int height, String title, Consumer<Graphics2D> drawing) {
        Document document = emptyDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(2);
        context.setComment(null);
        context.setGenericImageHandler(new EmbeddedPixels());
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        Element root;
        try {
            graphics.setSVGCanvasSize(new Dimension(width, height));
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            drawing.accept(graphics);
            root = graphics.getRoot();
        } finally {
            graphics.dispose();
        }
        root.setAttribute("viewBox", "0 0 %d %d".formatted(width, height));
        root.setAttribute("role", "img");
        setFonts(root);
        if (!title.isBlank()) {
            Element name = document.createElementNS(SVG, "title");
            name.setTextContent(FigureText.clean(title));
            root.insertBefore(name, root.getFirstChild());
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

    private static void setFonts(Node node) {
        if (node instanceof Element element && element.hasAttribute("font-family")) {
            element.setAttribute("font-family", FONT_FAMILY);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            setFonts(child);
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
