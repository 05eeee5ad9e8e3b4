package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.plot.Picture;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** Kinds of files of a picture. */
enum PictureFormat {
    PNG(PictureFormat.PNG_TYPE) {
        @Override
        byte[] file(Picture picture) {
            return picture.png();
        }
    },
    SVG(PictureFormat.SVG_TYPE) {
        @Override
        byte[] file(Picture picture) {
            return picture.svg();
        }
    };

    static final String PNG_TYPE = "image/png";
    static final String SVG_TYPE = "image/svg+xml";

    private final String mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract byte[] file(Picture picture);

    /** By its extension, which the path has checked. */
    static PictureFormat named(String extension) {
        return valueOf(extension.toUpperCase(Locale.ROOT));
    }

    /** Answers with the file; opened as a page it may load and run nothing. */
    Response answer(Picture picture) {
        return builder(picture).build();
    }

    Response.ResponseBuilder builder(Picture picture) {
        return Response.ok(file(picture))
                .type(mediaType)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    }
}
