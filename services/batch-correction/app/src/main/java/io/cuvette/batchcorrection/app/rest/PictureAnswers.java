package io.cuvette.batchcorrection.app.rest;

import io.cuvette.plot.Picture;
import io.cuvette.service.answer.PictureFormat;
import jakarta.ws.rs.core.Response;

/** Pictures as files. */
final class PictureAnswers {

    private PictureAnswers() {}

    static Response of(PictureFormat format, Picture picture) {
        return builder(format, picture).build();
    }

    /**
     * @param extension which the path has checked
     */
    static Response of(String extension, Picture picture) {
        return of(PictureFormat.named(extension), picture);
    }

    static Response.ResponseBuilder builder(PictureFormat format, Picture picture) {
        return format.answer(picture::png, picture::svg);
    }
}
