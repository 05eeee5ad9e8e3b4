/**
 * What figures are drawn with: axes, colours that everybody can tell apart, markers, texts, and
 * files of pictures. What a science shows is drawn in its own model.
 */
package io.cuvette.plot;
