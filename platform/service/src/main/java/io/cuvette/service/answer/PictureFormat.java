package io.cuvette.service.answer;

import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.function.Supplier;

/** Kinds of files of a picture. */
public enum PictureFormat {
    PNG(PictureFormat.PNG_TYPE),
    SVG(PictureFormat.SVG_TYPE);

    public static final String PNG_TYPE = "image/png";
    public static final String SVG_TYPE = "image/svg+xml";

    private final String mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** By its extension, which the path has checked. */
    public static PictureFormat named(String extension) {
        return valueOf(extension.toUpperCase(Locale.ROOT));
    }

    /**
     * Answers with the file; opened as a page it may load and run nothing.
     *
     * @param png draws the file of that kind; called only for it, as is {@code svg}
     */
    public Response.ResponseBuilder answer(Supplier<byte[]> png, Supplier<byte[]> svg) {
        byte[] file =
                switch (this) {
                    case PNG -> png.get();
                    case SVG -> svg.get();
                };
        return Response.ok(file)
                .type(mediaType)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    }
}
