package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import java.util.List;

/**
 * A description of a file, and how it begins.
 *
 * @param firstCells their names and annotations
 * @param firstGenes their names
 */
public record Inspection(
        DatasetDescription description, Frame firstCells, List<String> firstGenes) {

    Inspection bounded() {
        return new Inspection(DescriptionBounds.apply(description), firstCells, firstGenes);
    }
}
