export { type DossierInput, printDossier } from './print-dossier.ts'
export { dossierAccountPanel, dossierRoutes } from './routes.tsx'
