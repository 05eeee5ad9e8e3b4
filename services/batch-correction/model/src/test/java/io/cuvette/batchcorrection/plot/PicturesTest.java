package io.cuvette.batchcorrection.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.plot.Picture;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Both kinds of files of every figure; they are left in target/figures to be looked at. */
class PicturesTest {

    static Stream<Arguments> pictures() {
        return ExamplePictures.all().entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void vectorFilesAreSafeXmlOfShapesAndText(String name, Picture picture) throws Exception {
        byte[] file = picture.svg();
        keep(name + ".svg", file);
        Document document = parse(file);
        Element root = document.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(root.getAttribute("viewBox"))
                .isEqualTo("0 0 %d %d".formatted(picture.width(), picture.height()));
        Set<String> tags = new TreeSet<>();
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            tags.add(element.getLocalName());
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                Attr attribute = (Attr) element.getAttributes().item(a);
                assertThat(attribute.getName()).doesNotStartWith("on").doesNotContain("href");
                assertThat(attribute.getValue()).doesNotContain("url(").doesNotContain("script");
            }
        }
        assertThat(tags)
                .isSubsetOf(
                        "svg",
                        "title",
                        "defs",
                        "g",
                        "text",
                        "path",
                        "rect",
                        "line",
                        "circle",
                        "ellipse",
                        "polygon",
                        "polyline");
        assertThat(file.length).isLessThan(700_000);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void rasterFilesHaveTwoPixelsAUnitAndInk(String name, Picture picture) throws Exception {
        byte[] file = picture.png();
        keep(name + ".png", file);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(image.getWidth()).isEqualTo(2 * picture.width());
        assertThat(image.getHeight()).isEqualTo(2 * picture.height());
        // nothing runs over an edge
        for (int x = 0; x < image.getWidth(); x++) {
            assertThat(image.getRGB(x, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
            assertThat(image.getRGB(x, image.getHeight() - 1) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(image.getRGB(0, y) & 0xFFFFFF).isEqualTo(0xFFFFFF);
            assertThat(image.getRGB(image.getWidth() - 1, y) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 200000", "5, 210000", "147, 600000"})
    void tenThousandPointsAreASmallFile(int groups, int mostBytes) {
        int size =
                ExamplePictures.scatter(ExamplePictures.names("b", groups), 10_000, 1).svg().length;
        System.out.printf("svg of 10,000 points in %d groups: %,d bytes%n", groups, size);
        assertThat(size).isBetween(100_000, mostBytes);
    }

    @Test
    void namesAreTextOfASansSerifFontNotOutlines() throws Exception {
        Document document =
                parse(ExamplePictures.scatter(List.of("first & <last>", "b"), 50, 1).svg());
        assertThat(texts(document)).contains("first & <last>", "UMAP 1", "UMAP 2", "(missing)");
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            String family = ((Element) elements.item(i)).getAttribute("font-family");
            assertThat(family)
                    .isIn("", "'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif");
        }
    }

    @Test
    void theSamePictureIsTheSameFile() {
        assertThat(ExamplePictures.scatter(List.of("a", "b"), 300, 1).svg())
                .isEqualTo(ExamplePictures.scatter(List.of("a", "b"), 300, 1).svg());
    }

    @Test
    void drawingNeedsNoScreen() {
        ExamplePictures.scatter(List.of("a"), 3, 1).svg();
        assertThat(GraphicsEnvironment.isHeadless()).isTrue();
    }

    @Test
    void refusesAPngThatWouldFillTheMemory() {
        Picture huge =
                new Picture() {
                    @Override
                    public int width() {
                        return 40_000;
                    }

                    @Override
                    public int height() {
                        return 40_000;
                    }

                    @Override
                    public String title() {
                        return "";
                    }

                    @Override
                    public void draw(Graphics2D graphics) {
                        throw new AssertionError("it must not come to this");
                    }
                };
        assertThatThrownBy(huge::png)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40000 x 40000")
                .hasMessageContaining("SVG");
    }

    static List<String> texts(Picture picture) throws Exception {
        return texts(parse(picture.svg()));
    }

    private static List<String> texts(Document document) {
        List<String> texts = new ArrayList<>();
        NodeList elements = document.getElementsByTagName("text");
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(elements.item(i).getTextContent());
        }
        return texts;
    }

    private static Document parse(byte[] file) throws Exception {
        assertThat(new String(file, StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(file));
    }

    private static void keep(String name, byte[] file) throws Exception {
        Path folder = Path.of("target", "figures");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), file);
    }
}
