package io.cuvette.batchcorrection.app.testing;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A vector file as a viewer reads it. */
public record Svg(Document document) {

    public static Svg parse(byte[] file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new Svg(factory.newDocumentBuilder().parse(new ByteArrayInputStream(file)));
    }

    public int width() {
        return Integer.parseInt(document.getDocumentElement().getAttribute("width"));
    }

    public int height() {
        return Integer.parseInt(document.getDocumentElement().getAttribute("height"));
    }

    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        NodeList elements = document.getElementsByTagName("text");
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(elements.item(i).getTextContent());
        }
        return texts;
    }

    public Set<String> tags() {
        Set<String> tags = new TreeSet<>();
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            tags.add(((Element) elements.item(i)).getLocalName());
        }
        return tags;
    }
}
