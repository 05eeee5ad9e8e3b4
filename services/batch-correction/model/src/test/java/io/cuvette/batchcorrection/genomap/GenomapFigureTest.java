package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.genomap.GenomapFigure.Cell;
import io.cuvette.batchcorrection.genomap.GenomapFigure.Column;
import io.cuvette.batchcorrection.genomap.GenomapFigure.Marks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

class GenomapFigureTest {
    private static final int GENES = 7;
    private static final ColorScale SCALE = new ColorScale(-1, 3);

    /** 3 x 3 pixels, gene g at pixel g, the last two empty. */
    private final GenomapLayout layout =
            new GenomapLayout(
                    LayoutKind.EUCLID2D,
                    new PixelGrid(3, 3),
                    IntStream.range(0, GENES).toArray(),
                    new double[] {1},
                    0,
                    true,
                    new LayoutQuality(1, 1));

    private static float[] image(float first) {
        float[] pixels = new float[9];
        pixels[0] = first;
        pixels[4] = 3;
        return pixels;
    }

    private static Cell cell(int own, Integer... extrapolated) {
        return new Cell(
                "AAAC-1", own, List.of(image(0), image(-1), image(2)), Set.of(extrapolated));
    }

    private GenomapFigure figure(List<Column> columns, Cell cell, Optional<Marks> marks) {
        return new GenomapFigure(
                "", layout, columns, List.of(cell), Optional.of(SCALE), "z", marks, "");
    }

    private static List<Column> columns(String second) {
        return List.of(Column.beside("input"), Column.batch(second), Column.batch("b2"));
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void pixelsHaveTheColourOfTheirGenesValue() throws IOException {
        BufferedImage png = read(figure(columns("b1"), cell(1), Optional.empty()).png());

        // side of a picture 162 units: 108 device pixels a gene; below margin, name and caption
        int x = 40;
        int y = 2 * (20 + 20 + 14);
        assertThat(png.getRGB(x + 54, y + 54) & 0xFFFFFF).isEqualTo(SCALE.rgb(0));
        assertThat(png.getRGB(x + 162, y + 162) & 0xFFFFFF).isEqualTo(SCALE.rgb(3));
        assertThat(png.getRGB(x + 162 + 108, y + 2 * 108 + 54) & 0xFFFFFF).isEqualTo(0xD9D9D9);
        int second = x + 2 * (162 + 8);
        assertThat(png.getRGB(second + 1, y + 1) & 0xFFFFFF).isEqualTo(SCALE.rgb(-1));
        assertThat(png.getRGB(second + 107, y + 107) & 0xFFFFFF).isEqualTo(SCALE.rgb(-1));
        assertThat(png.getRGB(second + 108, y + 107) & 0xFFFFFF).isEqualTo(SCALE.rgb(0));
    }

    @Test
    void onlyTheOwnBatchHasARedTitle() throws Exception {
        Document svg = parse(figure(columns("b1"), cell(1), Optional.empty()).svg());

        assertThat(fillOf(svg, "b1")).isEqualTo("rgb(224,0,0)");
        assertThat(fillOf(svg, "b2")).isEqualTo("rgb(34,34,34)");
        assertThat(text(svg)).anyMatch(line -> line.startsWith("Red title"));
    }

    @Test
    void extrapolationsAreStarredFramedAndExplained() throws Exception {
        Document without = parse(figure(columns("b1"), cell(1), Optional.empty()).svg());
        Document with = parse(figure(columns("b1"), cell(1, 2), Optional.empty()).svg());

        assertThat(text(with)).contains("b2 *", "b1").doesNotContain("b1 *");
        assertThat(text(with)).anyMatch(line -> line.contains("extrapolation"));
        assertThat(dashed(with)).isEqualTo(1);
        assertThat(text(without)).noneMatch(line -> line.contains("*"));
        assertThat(dashed(without)).isZero();
    }

    @Test
    void ringsAreAroundTheGenesThatDifferMostBetweenBatches() throws Exception {
        List<String> names = List.of("ISG15", "g1", "g2", "g3", "g4", "g5", "g6");
        float[] a = image(0);
        float[] b = image(3);
        b[2] = 1;
        Cell cell = new Cell("c", 1, List.of(image(-50), a, b), Set.of());
        GenomapFigure figure = figure(columns("b1"), cell, Optional.of(new Marks(names, 3)));

        Document svg = parse(figure.svg());

        // sd 2.12 of gene 0, 0.71 of gene 2; the input does not count and no other gene differs
        assertThat(text(svg)).contains("1 ISG15", "2 g2").doesNotContain("3 g1");
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2 * 3);
    }

    @Test
    void spreadIsTheSampleSd() {
        List<float[]> images = List.of(image(9), image(1), image(2), image(6));

        double[] spread = BatchSpread.ofGenes(images, Set.of(1, 2, 3), layout);

        assertThat(spread[0]).isEqualTo(Math.sqrt(7));
        assertThat(spread[4]).isZero();
    }

    @Test
    void withoutAScaleTheFigureTakesPercentilesOfItsGenes() throws Exception {
        GenomapFigure figure =
                new GenomapFigure(
                        "t",
                        layout,
                        columns("b1"),
                        List.of(cell(1)),
                        Optional.empty(),
                        "z",
                        Optional.empty(),
                        "MEDL+: ratio .56\ncorr .77");

        // of 21 values: -1 at the bottom, three 3s at the top
        assertThat(text(parse(figure.svg())))
                .contains("3.00", "-0.80", "MEDL+: ratio .56", "corr .77");
    }

    @Test
    void svgHoldsItsPixelsAndRefersToNothing() throws Exception {
        Document svg = parse(figure(columns("b1"), cell(1), Optional.empty()).svg());

        var images = svg.getElementsByTagName("image");
        assertThat(images.getLength()).isEqualTo(4);
        Element first = (Element) images.item(0);
        assertThat(first.getAttribute("style")).isEqualTo("image-rendering:pixelated");
        String href = first.getAttribute("xlink:href");
        assertThat(href).startsWith("data:image/png;base64,");
        BufferedImage pixels =
                read(Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1)));
        assertThat(pixels.getWidth()).isEqualTo(3);
        assertThat(pixels.getRGB(1, 1) & 0xFFFFFF).isEqualTo(SCALE.rgb(3));
        assertRefersToNothing(svg);
    }

    @Test
    void hostileNamesAreText() throws Exception {
        String hostile =
                "</text><script>alert('1')</script>\u0000\uD800\u202E&\"<image href='http://x'/>";
        List<String> names = new ArrayList<>(Collections.nCopies(GENES, hostile));
        GenomapFigure figure =
                new GenomapFigure(
                        hostile,
                        layout,
                        List.of(Column.batch(hostile), Column.batch("&amp;"), Column.batch("")),
                        List.of(new Cell(hostile, 0, cell(0).images(), Set.of(1))),
                        Optional.of(SCALE),
                        hostile,
                        Optional.of(new Marks(names, 10)),
                        hostile.repeat(40));

        Document svg = parse(figure.svg());

        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(4);
        assertThat(text(svg)).anyMatch(line -> line.startsWith("</text><script>"));
        assertThat(text(svg)).contains("&amp; *");
        assertRefersToNothing(svg);
        assertThat(read(figure.png()).getWidth()).isEqualTo(2 * figure.width());
    }

    @Test
    void longRowsAreWrappedAndTheSameFigureIsTheSameFile() throws IOException {
        List<Column> many = new ArrayList<>();
        List<float[]> images = new ArrayList<>();
        for (int k = 0; k < 147; k++) {
            many.add(Column.batch("batch " + k));
            images.add(image(k / 50f));
        }
        GenomapFigure figure = figure(many, new Cell("c", 0, images, Set.of()), Optional.empty());

        assertThat(figure.width()).isLessThan(1_600);
        assertThat(read(figure.png()).getHeight()).isEqualTo(2 * figure.height());
        assertThat(figure.png()).isEqualTo(figure.png());
        assertThat(figure.svg()).isEqualTo(figure.svg());
    }

    @Test
    void boundsAndShapesAreChecked() {
        List<Cell> tooMany = Collections.nCopies(700, cell(1));
        assertThatThrownBy(
                        () ->
                                new GenomapFigure(
                                        "",
                                        layout,
                                        columns("b1"),
                                        tooMany,
                                        Optional.empty(),
                                        "",
                                        Optional.empty(),
                                        ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cells: 700 cells x 3 columns are 2,100 pictures, allowed are 2,000; choose"
                                + " fewer cells or batches");
        assertThatThrownBy(() -> figure(List.of(), cell(1), Optional.empty()))
                .hasMessage("cells: at least one cell and one column are needed");
        assertThatThrownBy(() -> figure(columns("b1").subList(0, 2), cell(1), Optional.empty()))
                .hasMessage("cells: 2 columns need as many images a cell, got 3");
        assertThatThrownBy(() -> figure(columns("b1"), cell(3), Optional.empty()))
                .hasMessage("cells: ownColumn is -1 or one of 3 columns, got 3");
        assertThatThrownBy(() -> figure(columns("b1"), cell(1, 7), Optional.empty()))
                .hasMessage("cells: extrapolated holds some of 3 columns, got 7");
        float[] broken = image(Float.NaN);
        assertThatThrownBy(
                        () ->
                                figure(
                                        columns("b1"),
                                        new Cell("c", 0, List.of(broken, broken, broken), Set.of()),
                                        Optional.empty()))
                .hasMessage("cells: every pixel must be finite, one is NaN");
        assertThatThrownBy(
                        () ->
                                figure(
                                        columns("b1"),
                                        cell(1),
                                        Optional.of(new Marks(List.of("one"), 10))))
                .hasMessage("marks: the layout has 7 genes, got 1 names");
        assertThatThrownBy(() -> new Marks(List.of(), 51)).hasMessageContaining("got 51");
    }

    private static Document parse(byte[] svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> elements(Document svg) {
        var all = svg.getElementsByTagName("*");
        return IntStream.range(0, all.getLength()).mapToObj(k -> (Element) all.item(k)).toList();
    }

    private static List<String> text(Document svg) {
        return elements(svg).stream()
                .filter(element -> element.getTagName().equals("text"))
                .map(Element::getTextContent)
                .toList();
    }

    private static String fillOf(Document svg, String text) {
        Element found =
                elements(svg).stream()
                        .filter(element -> element.getTagName().equals("text"))
                        .filter(element -> element.getTextContent().equals(text))
                        .findFirst()
                        .orElseThrow();
        while (!found.hasAttribute("fill")) {
            found = (Element) found.getParentNode();
        }
        return found.getAttribute("fill");
    }

    private static long dashed(Document svg) {
        return elements(svg).stream()
                .filter(element -> element.getTagName().equals("rect"))
                .filter(
                        element -> {
                            Element holder = element;
                            while (!holder.hasAttribute("stroke-dasharray")) {
                                holder = (Element) holder.getParentNode();
                            }
                            return !holder.getAttribute("stroke-dasharray").equals("none")
                                    && element.getAttribute("fill").equals("none");
                        })
                .count();
    }

    private static void assertRefersToNothing(Document svg) {
        Set<String> known =
                Set.of("svg", "title", "defs", "g", "rect", "text", "image", "line", "circle");
        for (Element element : elements(svg)) {
            assertThat(known).contains(element.getTagName());
            NamedNodeMap attributes = element.getAttributes();
            for (int k = 0; k < attributes.getLength(); k++) {
                String name = attributes.item(k).getNodeName();
                String value = attributes.item(k).getNodeValue();
                assertThat(name).doesNotStartWith("on");
                assertThat(value).doesNotContain("url(", "javascript:");
                if (name.endsWith("href")) {
                    assertThat(value).startsWith("data:image/png;base64,");
                }
                if (!name.startsWith("xmlns")) {
                    assertThat(value).doesNotContain("http");
                }
            }
        }
    }
}
