package io.cuvette.plot;

import java.awt.Image;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.util.Base64;
import org.apache.batik.svggen.DOMTreeManager;
import org.apache.batik.svggen.GenericImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.w3c.dom.Element;

/** Writes images into an SVG as they are, to be enlarged pixel by pixel by who shows it. */
final class EmbeddedPixels implements GenericImageHandler {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";

    @Override
    public void setDOMTreeManager(DOMTreeManager manager) {
        // nothing is shared between images
    }

    @Override
    public Element createElement(SVGGeneratorContext context) {
        return context.getDOMFactory().createElementNS(SVG, "image");
    }

    @Override
    public AffineTransform handleImage(
            Image image,
            Element element,
            int x,
            int y,
            int width,
            int height,
            SVGGeneratorContext context) {
        if (!(image instanceof BufferedImage pixels)) {
            throw new IllegalArgumentException("only images in memory are drawn");
        }
        return handleImage((RenderedImage) pixels, element, x, y, width, height, context);
    }

    @Override
    public AffineTransform handleImage(
            RenderedImage image,
            Element element,
            int x,
            int y,
            int width,
            int height,
            SVGGeneratorContext context) {
        element.setAttribute("x", Integer.toString(x));
        element.setAttribute("y", Integer.toString(y));
        element.setAttribute("width", Integer.toString(width));
        element.setAttribute("height", Integer.toString(height));
        element.setAttribute("preserveAspectRatio", "none");
        // SVG 1.1 programs know the attribute's value, browsers the style's
        element.setAttribute("image-rendering", "optimizeSpeed");
        element.setAttribute("style", "image-rendering:pixelated");
        byte[] png = Pictures.encode((BufferedImage) image);
        element.setAttributeNS(
                XLINK,
                "xlink:href",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
        return new AffineTransform();
    }

    @Override
    public AffineTransform handleImage(
            RenderableImage image,
            Element element,
            double x,
            double y,
            double width,
            double height,
            SVGGeneratorContext context) {
        throw new IllegalArgumentException("only images in memory are drawn");
    }
}
