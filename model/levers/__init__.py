"""The declarations of the parameters, by subject: levers, uncertainties and judgements."""
