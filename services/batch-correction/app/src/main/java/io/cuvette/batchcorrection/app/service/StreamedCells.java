package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.answer.AnswerHold;

/**
 * A model's own cells on their way into an answer: rows are read as they are sent.
 *
 * @param table to be read by who began the hold
 * @param hold on the model and on a turn
 */
public record StreamedCells(CellTable table, AnswerHold hold) {}
